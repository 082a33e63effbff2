/**
 * Real servers for tests and for the demo, from Maven artifacts: Redis alone, under Sentinel and as a cluster, MariaDB
 * and PostgreSQL with replicas. {@link io.cloakroom.testservers.TestServer} is what they have in common,
 * {@link io.cloakroom.testservers.ChildProcess} starts anything else.
 *
 * <p>Servers listen on 127.0.0.1 on free ports and keep their data in one temporary folder per JVM. Processes and
 * folder are gone when the JVM ends, also when it is killed: see {@link io.cloakroom.testservers.ChildProcess}.
 */
@NullMarked
package io.cloakroom.testservers;

import org.jspecify.annotations.NullMarked;

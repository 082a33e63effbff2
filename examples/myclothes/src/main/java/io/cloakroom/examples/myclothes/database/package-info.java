/** The database nodes: connection pools and the schema. */
@NullMarked
package io.cloakroom.examples.myclothes.database;

import org.jspecify.annotations.NullMarked;

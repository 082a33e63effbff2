/** Transactions of plain JDBC. {@link io.cloakroom.cache.jdbc.JdbcTransactions} is the front door. Needs java.sql. */
@org.jspecify.annotations.NullMarked
package io.cloakroom.cache.jdbc;

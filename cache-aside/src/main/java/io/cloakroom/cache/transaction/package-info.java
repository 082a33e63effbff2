/**
 * What a cache must know of transactions to invalidate when they have ended. Applications do not call these types: they
 * give the builder of their cache a {@code JdbcTransactions}, a {@code SpringTransactions}, or one of their own.
 * Depends on nothing above.
 */
@org.jspecify.annotations.NullMarked
package io.cloakroom.cache.transaction;

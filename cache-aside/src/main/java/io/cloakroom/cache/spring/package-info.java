/** Transactions of Spring. {@link io.cloakroom.cache.spring.SpringTransactions} is the front door. Needs spring-tx. */
@org.jspecify.annotations.NullMarked
package io.cloakroom.cache.spring;

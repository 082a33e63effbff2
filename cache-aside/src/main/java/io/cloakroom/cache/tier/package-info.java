/**
 * What a shared tier implements. Applications do not call these types: they create a tier, such as a {@code RedisTier},
 * and give it to the builder of their cache. Depends on nothing above.
 */
@org.jspecify.annotations.NullMarked
package io.cloakroom.cache.tier;

/** Values as JSON. {@link io.cloakroom.cache.json.JsonValueCodec} is the front door. Needs Jackson. */
@org.jspecify.annotations.NullMarked
package io.cloakroom.cache.json;

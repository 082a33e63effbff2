/**
 * Attribute values as JSON: {@link io.cloakroom.session.codec.json.JsonCodec}. Needs {@code jackson-databind} and
 * {@code jackson-datatype-jsr310}, which the application brings.
 */
@org.jspecify.annotations.NullMarked
package io.cloakroom.session.codec.json;

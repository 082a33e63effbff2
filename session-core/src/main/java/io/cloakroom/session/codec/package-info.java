/**
 * How attribute values become bytes and back: {@link io.cloakroom.session.codec.AttributeCodec} and the default, Java
 * serialization restricted to named classes.
 */
@org.jspecify.annotations.NullMarked
package io.cloakroom.session.codec;

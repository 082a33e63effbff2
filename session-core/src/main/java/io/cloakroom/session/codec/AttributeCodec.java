package io.cloakroom.session.codec;

/**
 * Turns attribute values into bytes and back. Implementations are immutable and safe for use by many threads at once.
 *
 * <p>Equal values should give equal bytes: the session filter finds an attribute that was changed in place by comparing
 * what it encodes to with what was stored. Every stored value carries the {@link #id()} of its codec, so that instances
 * with another codec can tell that they cannot read it.
 */
public interface AttributeCodec {

    /**
     * Returns the number that stored values carry to name this codec and its format. A codec that changes its format so
     * that older instances cannot read it takes another number.
     *
     * @return 1 to 127; Cloakroom's own codecs have numbers below 64
     */
    int id();

    /**
     * Encodes a value.
     *
     * @param value the value
     * @return its bytes
     * @throws AttributeCodecException if the value cannot be encoded, or could not be decoded again
     */
    byte[] encode(Object value);

    /**
     * Decodes a value.
     *
     * @param bytes what {@link #encode(Object)} returned, maybe years ago and in an older version of the application
     * @param classLoader the loader of the web application's classes
     * @return the value, a new object each time unless it is immutable
     * @throws AttributeCodecException if the bytes cannot be decoded
     */
    Object decode(byte[] bytes, ClassLoader classLoader);

    /**
     * Encodes the value of a named attribute. The default does not care for the name.
     *
     * @param name the name of the attribute
     * @param value the value
     * @return its bytes
     * @throws AttributeCodecException if the value cannot be encoded, or could not be decoded again
     */
    default byte[] encode(String name, Object value) {
        return encode(value);
    }

    /**
     * Decodes the value of a named attribute. The default does not care for the name.
     *
     * @param name the name of the attribute
     * @param bytes what {@link #encode(String, Object)} returned
     * @param classLoader the loader of the web application's classes
     * @return the value, a new object each time unless it is immutable
     * @throws AttributeCodecException if the bytes cannot be decoded
     */
    default Object decode(String name, byte[] bytes, ClassLoader classLoader) {
        return decode(bytes, classLoader);
    }

    /**
     * Returns Java serialization, restricted in both directions to the value types of the JDK ({@code java.util},
     * {@code java.time}, {@code java.math}, strings, boxed primitives and the like), the given packages and arrays of
     * all these. Its {@link #id()} is 1.
     *
     * @param packages names of packages whose classes are allowed too, their subpackages included:
     *     {@code com.myclothes}
     * @return the codec
     * @throws IllegalArgumentException if a name is not the name of a package
     */
    static AttributeCodec javaSerialization(String... packages) {
        return new JavaSerialization(ClassAllowList.of(packages));
    }
}

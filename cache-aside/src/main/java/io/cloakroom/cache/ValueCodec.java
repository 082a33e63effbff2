package io.cloakroom.cache;

import java.io.Serializable;

/**
 * Turns values into bytes for the shared tier, and back. Must be safe for use by many threads at once.
 *
 * @param <V> the type of the values
 */
public interface ValueCodec<V> {

    /**
     * Returns the number of the byte format, stored with each value: bytes of another codec are a miss, so that a codec
     * can be replaced while old and new instances run side by side.
     *
     * @return 64 to 65535 for a codec of the application; below that for the codecs of this library
     */
    int id();

    /**
     * Encodes a value.
     *
     * @param value the value
     * @return the bytes, which the caller may keep
     * @throws RuntimeException if the value cannot be encoded: it is then served but not shared, and a warning logged
     */
    byte[] encode(V value);

    /**
     * Decodes a value.
     *
     * @param payload what {@link #encode} returned, perhaps in another version of the application; not to be changed
     * @return the value
     * @throws RuntimeException if the bytes cannot be decoded: the value is then a miss and is loaded anew
     */
    V decode(byte[] payload);

    /**
     * Returns the codec of values that are bytes. They are not copied: nobody may change them.
     *
     * @return the codec
     */
    static ValueCodec<byte[]> bytes() {
        return new ByteArrayCodec();
    }

    /**
     * Returns the codec of values that are strings, in UTF-8.
     *
     * @return the codec
     */
    static ValueCodec<String> strings() {
        return new StringCodec();
    }

    /**
     * Returns a codec by JDK serialization that reads nothing but what the type is made of. For a record the types of
     * its components are allowed too, through all records and enums below it, with the type arguments of collections:
     * {@code record Product(String sku, BigDecimal price, List<Size> sizes) implements Serializable} needs no more than
     * {@code serialized(Product.class)}. Always allowed are strings, boxed primitives, {@code BigDecimal},
     * {@code BigInteger}, {@code UUID}, the values of {@code java.time} and the usual collections of {@code java.util},
     * the immutable ones included. Records may get and lose components between versions: what is missing is
     * {@code null} or zero, so change the {@link CacheAsideBuilder#schemaVersion schema version} if that is not what
     * the application wants.
     *
     * @param <V> the type of the values
     * @param type the class of the values
     * @param others further classes that may occur in them, such as subclasses; not those of the JDK named above
     * @return the codec
     */
    static <V extends Serializable> ValueCodec<V> serialized(Class<V> type, Class<?>... others) {
        return SerializationCodec.of(type, others);
    }
}

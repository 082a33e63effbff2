package io.cloakroom.session.store;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The bytes of one attribute as a store keeps them. Immutable; never prints what it holds. */
public final class EncodedValue {

    private final byte[] bytes;

    private EncodedValue(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Returns a value with a copy of the given bytes.
     *
     * @param bytes the bytes; may be empty
     * @return the value
     */
    public static EncodedValue of(byte[] bytes) {
        return new EncodedValue(requireNonNull(bytes, "bytes").clone());
    }

    /**
     * Returns a value with a copy of a part of the given bytes: for stores that keep something in front of it.
     *
     * @param bytes the bytes
     * @param from where the part begins
     * @param to where it ends: the index behind its last byte
     * @return the value
     * @throws IndexOutOfBoundsException if the part is not within the bytes
     */
    public static EncodedValue of(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, requireNonNull(bytes, "bytes").length);
        return new EncodedValue(Arrays.copyOfRange(bytes, from, to));
    }

    /**
     * Returns the bytes.
     *
     * @return a copy that the caller may change
     */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /**
     * Returns how many bytes this value has.
     *
     * @return the size in bytes
     */
    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EncodedValue that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "EncodedValue[" + bytes.length + " bytes]";
    }
}

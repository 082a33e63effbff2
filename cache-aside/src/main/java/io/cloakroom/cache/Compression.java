package io.cloakroom.cache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Makes payloads smaller from a threshold on: four bytes of the original length, then raw deflate at its fastest.
 *
 * @param threshold from how many bytes on; {@link #NEVER}: not at all
 */
record Compression(int threshold) {

    static final int NEVER = Integer.MAX_VALUE;

    /** More than a Redis string can hold compressed is a damaged length, not a value. */
    private static final int LARGEST = 512 << 20;

    private static final int LENGTH = Integer.BYTES;

    /** Returns the compressed bytes, or {@code null} if that would save nothing. */
    byte @Nullable [] compress(byte[] plain) {
        if (plain.length < threshold) {
            return null;
        }
        var deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            byte[] small = new byte[plain.length];
            deflater.setInput(plain);
            deflater.finish();
            int length = deflater.deflate(small, LENGTH, Math.max(0, small.length - LENGTH));
            if (!deflater.finished()) {
                return null; // longer than the original
            }
            ByteBuffer.wrap(small).putInt(plain.length);
            return Arrays.copyOf(small, LENGTH + length);
        } finally {
            deflater.end();
        }
    }

    /**
     * Restores what was compressed.
     *
     * @throws IllegalArgumentException if the bytes are damaged
     */
    static byte[] decompress(byte[] small) {
        int length = small.length < LENGTH ? -1 : ByteBuffer.wrap(small).getInt();
        if (length < 0 || length > LARGEST) {
            throw new IllegalArgumentException("not a compressed payload");
        }
        var inflater = new Inflater(true);
        try {
            byte[] plain = new byte[length];
            inflater.setInput(small, LENGTH, small.length - LENGTH);
            int restored = inflater.inflate(plain);
            if (restored != length) {
                throw new IllegalArgumentException("compressed payload is cut");
            }
            return plain;
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not a compressed payload", e);
        } finally {
            inflater.end();
        }
    }
}

package io.cloakroom.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Bytes in a compressed form: two bytes with the length of the plain ones, which bounds what inflating may take, then a
 * raw deflate stream.
 */
final class Deflated {

    /** More than this does not fit into a cookie whatever it is; it also bounds the two bytes of length. */
    static final int MAX_PLAIN_BYTES = 65_535;

    private static final int HEADER_BYTES = 2;
    private static final int CHUNK_BYTES = 4096;

    private Deflated() {}

    static byte[] deflate(byte[] plain) {
        if (plain.length > MAX_PLAIN_BYTES) {
            throw new IllegalArgumentException("more than " + MAX_PLAIN_BYTES + " bytes: " + plain.length);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain.length >>> 8);
        out.write(plain.length);
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            byte[] chunk = new byte[CHUNK_BYTES];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    /** Never makes more of the bytes than they announce. */
    static byte[] inflate(byte[] deflated) throws IOException {
        if (deflated.length < HEADER_BYTES) {
            throw new IOException("no length");
        }
        byte[] plain = new byte[(deflated[0] & 0xFF) << 8 | (deflated[1] & 0xFF)];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(deflated, HEADER_BYTES, deflated.length - HEADER_BYTES);
            int length = inflater.inflate(plain);
            if (length < plain.length || inflater.inflate(new byte[1]) > 0 || !inflater.finished()) {
                throw new IOException("another length than announced");
            }
            return plain;
        } catch (DataFormatException e) {
            throw new IOException("no deflate stream", e);
        } finally {
            inflater.end();
        }
    }
}

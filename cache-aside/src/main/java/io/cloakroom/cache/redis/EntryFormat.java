package io.cloakroom.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloakroom.cache.tier.Reading;
import io.cloakroom.cache.tier.Seen;
import io.cloakroom.cache.tier.SharedEntry;
import io.cloakroom.cache.tier.SharedEntry.Kind;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;

/*
 * The bytes of an entry in Redis, format 2, big-endian:
 *
 *   offset  size
 *    0      2     magic 0xC10A
 *    2      1     format
 *    3      1     kind: 0 value, 1 compressed value, 2 absent
 *    4      2     codec id
 *    6      4     schema version
 *   10      8     soft expiry, ms since 1970 by the clock of Redis; filled in by the scripts
 *   18      4     load time in ms
 *   22     16     token of the commit
 *   38      4     CRC-32C of everything but the soft expiry and itself
 *   42      1     how many stamps; then of each
 *           1       length of the tag, in bytes
 *           -       the tag, in UTF-8
 *          16       its stamp
 *    -      -     payload
 *
 * An entry with another magic, format or kind, or with a wrong checksum, is unreadable: a miss, never an error. So a
 * later version may use another format, and older instances beside it load for themselves.
 */
final class EntryFormat {

    static final int SOFT_EXPIRY_OFFSET = 10;
    /** Longer tags do not fit. */
    static final int LONGEST_TAG = 255;

    private static final int AFTER_SOFT_EXPIRY = 18;
    private static final int CHECKSUM_OFFSET = 38;
    private static final int HEADER = 42;
    private static final int STAMP = 16;
    private static final short MAGIC = (short) 0xC10A;
    private static final byte FORMAT = 2;
    private static final List<Kind> KINDS = List.of(Kind.VALUE, Kind.COMPRESSED, Kind.ABSENT);

    private EntryFormat() {}

    static byte[] write(SharedEntry entry, UUID token) {
        byte[] stamps = stamps(entry.stamps());
        byte[] payload = entry.payload();
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + stamps.length + payload.length)
                .putShort(MAGIC)
                .put(FORMAT)
                .put((byte) KINDS.indexOf(entry.kind()))
                .putShort((short) entry.codecId())
                .putInt(entry.schemaVersion())
                .putLong(0)
                .putInt((int) Math.min(Integer.MAX_VALUE, entry.loadTime().toMillis()))
                .putLong(token.getMostSignificantBits())
                .putLong(token.getLeastSignificantBits())
                .putInt(0)
                .put(stamps)
                .put(payload);
        return bytes.putInt(CHECKSUM_OFFSET, checksum(bytes.array())).array();
    }

    /**
     * Reads an entry.
     *
     * @param now the clock of Redis in ms since 1970, as well as it is known here
     * @param epoch the epoch in which the entry is tracked
     */
    static Reading read(byte[] stored, long now, long epoch) {
        Seen seen = stored.length == 0 ? Seen.nothing() : Seen.of(head(stored));
        if (!isIntact(stored)) {
            return new Reading.Unreadable(seen);
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(stored);
            Duration timeLeft = Duration.ofMillis(bytes.getLong(SOFT_EXPIRY_OFFSET) - now);
            return new Reading.Found(entry(bytes), timeLeft, epoch, seen);
        } catch (BufferUnderflowException cut) {
            return new Reading.Unreadable(seen);
        }
    }

    private static SharedEntry entry(ByteBuffer bytes) {
        Kind kind = KINDS.get(bytes.get(3));
        int codecId = Short.toUnsignedInt(bytes.getShort(4));
        int schemaVersion = bytes.getInt(6);
        Duration loadTime = Duration.ofMillis(bytes.getInt(AFTER_SOFT_EXPIRY));
        bytes.position(HEADER);
        Map<String, UUID> stamps = stamps(bytes);
        byte[] payload = new byte[bytes.remaining()];
        bytes.get(payload);
        return new SharedEntry(kind, codecId, schemaVersion, loadTime, stamps, payload);
    }

    private static byte[] stamps(Map<String, UUID> stamps) {
        ByteBuffer bytes = ByteBuffer.allocate(1 + stamps.size() * (1 + LONGEST_TAG + STAMP));
        bytes.put((byte) stamps.size());
        stamps.forEach((tag, stamp) -> {
            byte[] name = tag.getBytes(UTF_8);
            bytes.put((byte) name.length).put(name);
            bytes.putLong(stamp.getMostSignificantBits()).putLong(stamp.getLeastSignificantBits());
        });
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static Map<String, UUID> stamps(ByteBuffer bytes) {
        int count = Byte.toUnsignedInt(bytes.get());
        Map<String, UUID> stamps = new HashMap<>();
        for (int i = 0; i < count; i++) {
            byte[] name = new byte[Byte.toUnsignedInt(bytes.get())];
            bytes.get(name);
            stamps.put(new String(name, UTF_8), new UUID(bytes.getLong(), bytes.getLong()));
        }
        return stamps;
    }

    private static boolean isIntact(byte[] stored) {
        if (stored.length < HEADER) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        return bytes.getShort(0) == MAGIC
                && bytes.get(2) == FORMAT
                && bytes.get(3) >= 0
                && bytes.get(3) < KINDS.size()
                && bytes.getInt(AFTER_SOFT_EXPIRY) >= 0
                && bytes.getInt(CHECKSUM_OFFSET) == checksum(stored);
    }

    private static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, SOFT_EXPIRY_OFFSET);
        crc.update(bytes, AFTER_SOFT_EXPIRY, CHECKSUM_OFFSET - AFTER_SOFT_EXPIRY);
        crc.update(bytes, HEADER, bytes.length - HEADER);
        return (int) crc.getValue();
    }

    // token and checksum included, so two entries never look the same
    private static byte[] head(byte[] stored) {
        return Arrays.copyOf(stored, Math.min(stored.length, HEADER));
    }
}

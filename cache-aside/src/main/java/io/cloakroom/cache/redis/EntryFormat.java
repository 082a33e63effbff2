package io.cloakroom.cache.redis;

import io.cloakroom.cache.tier.Reading;
import io.cloakroom.cache.tier.Seen;
import io.cloakroom.cache.tier.SharedEntry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/*
 * The bytes of an entry in Redis, format 1, big-endian:
 *
 *   offset  size
 *    0      2     magic 0xC10A
 *    2      1     format
 *    3      1     flags: 1 invalidated, 2 negative, 4 compressed; format 1 as written here sets none
 *    4      2     codec id
 *    6      4     schema version
 *   10      8     soft expiry, ms since 1970 by the clock of Redis; filled in by the commit script
 *   18      4     load time in ms
 *   22     16     token of the commit
 *   38      4     CRC-32C of everything but the soft expiry and itself
 *   42      -     payload
 *
 * An entry with another magic, format or flag, or with a wrong checksum, is unreadable: a miss, never an error. So a
 * later version may set flags, and older instances beside it load for themselves.
 */
final class EntryFormat {

    static final int SOFT_EXPIRY_OFFSET = 10;
    private static final int AFTER_SOFT_EXPIRY = 18;
    private static final int CHECKSUM_OFFSET = 38;
    private static final int HEADER = 42;
    private static final short MAGIC = (short) 0xC10A;
    private static final byte FORMAT = 1;
    private static final byte NO_FLAGS = 0;

    private EntryFormat() {}

    static byte[] write(SharedEntry entry, UUID token) {
        byte[] payload = entry.payload();
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + payload.length)
                .putShort(MAGIC)
                .put(FORMAT)
                .put(NO_FLAGS)
                .putShort((short) entry.codecId())
                .putInt(entry.schemaVersion())
                .putLong(0)
                .putInt((int) Math.min(Integer.MAX_VALUE, entry.loadTime().toMillis()))
                .putLong(token.getMostSignificantBits())
                .putLong(token.getLeastSignificantBits())
                .putInt(0)
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
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        int codecId = Short.toUnsignedInt(bytes.getShort(4));
        int schemaVersion = bytes.getInt(6);
        Duration timeLeft = Duration.ofMillis(bytes.getLong(SOFT_EXPIRY_OFFSET) - now);
        Duration loadTime = Duration.ofMillis(bytes.getInt(AFTER_SOFT_EXPIRY));
        byte[] payload = Arrays.copyOfRange(stored, HEADER, stored.length);
        return new Reading.Found(new SharedEntry(codecId, schemaVersion, loadTime, payload), timeLeft, epoch, seen);
    }

    private static boolean isIntact(byte[] stored) {
        if (stored.length < HEADER) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        return bytes.getShort(0) == MAGIC
                && bytes.get(2) == FORMAT
                && bytes.get(3) == NO_FLAGS
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

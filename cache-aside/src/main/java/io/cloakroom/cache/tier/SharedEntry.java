package io.cloakroom.cache.tier;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * A value as a shared tier keeps it: the bytes and who can read them. Immutable by agreement: the payload is not
 * copied, and nobody changes it. Never prints what it holds.
 */
public final class SharedEntry {

    private static final int MOST_STAMPS = 255;

    private final Kind kind;
    private final int codecId;
    private final int schemaVersion;
    private final Duration loadTime;
    private final Map<String, UUID> stamps;
    private final byte[] payload;

    /** What the payload is. */
    public enum Kind {
        /** The value, as its codec wrote it. */
        VALUE,
        /** The same, compressed. */
        COMPRESSED,
        /** Nothing: where values really live there is none under this key. */
        ABSENT
    }

    /**
     * Creates an entry.
     *
     * @param kind what the payload is
     * @param codecId which codec wrote the payload, 0 to 65535
     * @param schemaVersion which version of the application's classes wrote the payload
     * @param loadTime how long the load took, in milliseconds precision; zero or more
     * @param stamps the stamp that each tag of the entry had before it was loaded; the entry is outdated as soon as one
     *     of the tags has another stamp; at most 255
     * @param payload the encoded value; belongs to the entry from now on
     * @throws IllegalArgumentException if {@code codecId} is out of range, {@code loadTime} is negative, or there are
     *     too many stamps
     */
    public SharedEntry(
            Kind kind, int codecId, int schemaVersion, Duration loadTime, Map<String, UUID> stamps, byte[] payload) {
        if (codecId < 0 || codecId > 0xFFFF) {
            throw new IllegalArgumentException("codecId must be 0 to 65535: " + codecId);
        }
        if (requireNonNull(loadTime, "loadTime").isNegative()) {
            throw new IllegalArgumentException("loadTime must not be negative: " + loadTime);
        }
        if (stamps.size() > MOST_STAMPS) {
            throw new IllegalArgumentException("stamps must be at most " + MOST_STAMPS + ": " + stamps.size());
        }
        this.kind = requireNonNull(kind, "kind");
        this.codecId = codecId;
        this.schemaVersion = schemaVersion;
        this.loadTime = loadTime;
        this.stamps = Map.copyOf(stamps);
        this.payload = requireNonNull(payload, "payload");
    }

    /**
     * Returns what the payload is.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns which codec wrote the payload.
     *
     * @return 0 to 65535
     */
    public int codecId() {
        return codecId;
    }

    /**
     * Returns which version of the application's classes wrote the payload.
     *
     * @return any number
     */
    public int schemaVersion() {
        return schemaVersion;
    }

    /**
     * Returns how long the load took.
     *
     * @return zero or more
     */
    public Duration loadTime() {
        return loadTime;
    }

    /**
     * Returns the stamps that the tags of the entry had before it was loaded.
     *
     * @return tags and stamps; unmodifiable
     */
    public Map<String, UUID> stamps() {
        return stamps;
    }

    /**
     * Returns the encoded value.
     *
     * @return the bytes themselves, not a copy; not to be changed
     */
    public byte[] payload() {
        return payload;
    }

    @Override
    public String toString() {
        return "SharedEntry[" + kind + ", codec " + codecId + ", schema " + schemaVersion + ", " + payload.length
                + " bytes]";
    }
}

package io.cloakroom.cache.tier;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A value as a shared tier keeps it: the bytes and who can read them. Immutable by agreement: the payload is not
 * copied, and nobody changes it. Never prints what it holds.
 */
public final class SharedEntry {

    private final int codecId;
    private final int schemaVersion;
    private final Duration loadTime;
    private final byte[] payload;

    /**
     * Creates an entry.
     *
     * @param codecId which codec wrote the payload, 0 to 65535
     * @param schemaVersion which version of the application's classes wrote the payload
     * @param loadTime how long the load took, in milliseconds precision; zero or more
     * @param payload the encoded value; belongs to the entry from now on
     * @throws IllegalArgumentException if {@code codecId} is out of range or {@code loadTime} is negative
     */
    public SharedEntry(int codecId, int schemaVersion, Duration loadTime, byte[] payload) {
        if (codecId < 0 || codecId > 0xFFFF) {
            throw new IllegalArgumentException("codecId must be 0 to 65535: " + codecId);
        }
        if (requireNonNull(loadTime, "loadTime").isNegative()) {
            throw new IllegalArgumentException("loadTime must not be negative: " + loadTime);
        }
        this.codecId = codecId;
        this.schemaVersion = schemaVersion;
        this.loadTime = loadTime;
        this.payload = requireNonNull(payload, "payload");
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
     * Returns the encoded value.
     *
     * @return the bytes themselves, not a copy; not to be changed
     */
    public byte[] payload() {
        return payload;
    }

    @Override
    public String toString() {
        return "SharedEntry[codec " + codecId + ", schema " + schemaVersion + ", " + payload.length + " bytes]";
    }
}

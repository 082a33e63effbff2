package io.cloakroom.session.store;

import java.time.Instant;

/**
 * A request used the session: its times move on. Neither time ever moves back in the store: concurrent requests may
 * report in any order.
 *
 * @param lastAccessedAt when the request began
 * @param expiresAt until when the session now lives
 */
public record SessionAccess(Instant lastAccessedAt, Instant expiresAt) {

    /**
     * Creates an access; cuts times to milliseconds.
     *
     * @param lastAccessedAt when the request began
     * @param expiresAt until when the session now lives
     * @throws IllegalArgumentException if a time is later than {@link SessionMetadata#NEVER}
     */
    public SessionAccess {
        lastAccessedAt = SessionMetadata.checked(lastAccessedAt, "lastAccessedAt");
        expiresAt = SessionMetadata.checked(expiresAt, "expiresAt");
    }
}

package io.cloakroom.session.store;

import static java.util.Objects.requireNonNull;

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
     * Creates an access.
     *
     * @param lastAccessedAt when the request began
     * @param expiresAt until when the session now lives
     */
    public SessionAccess {
        requireNonNull(lastAccessedAt, "lastAccessedAt");
        requireNonNull(expiresAt, "expiresAt");
    }
}

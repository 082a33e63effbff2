package io.cloakroom.session;

import java.time.Instant;

/**
 * A session of a user, for a list that is shown to him or to an administrator.
 *
 * @param handle names the session in {@link SessionAdministration#end}: 43 characters that may be put into a page or a
 *     form. Nobody can use the session by it, and it is another one when the session gets another id
 * @param device what the log-in was told of the device; empty if nothing
 * @param loggedInAt when the user logged in
 * @param lastAccessedAt when the session was used last, as exact as the filter's {@code touchEvery} has it
 * @param expiresAt when the session ends if it is not used any more
 * @param current whether it is the session of the request that has asked; {@code false} if no request has
 */
public record UserSession(
        String handle, String device, Instant loggedInAt, Instant lastAccessedAt, Instant expiresAt, boolean current) {

    /** Names neither the user nor his device. */
    @Override
    public String toString() {
        return "UserSession[logged in at " + loggedInAt + "]";
    }
}

package io.cloakroom.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions that live in sealed cookies, where no server can delete them: a session counts only if its id was given
 * to it at this moment or later. Implementations are safe for use by many threads.
 *
 * <p>The id of a session is as old as the session or its last {@code changeSessionId}: "log out everywhere" stores the
 * time for the user, and the next log-in, which changes the id, starts anew.
 */
@FunctionalInterface
public interface NotBefore {

    /**
     * Returns the moment for a user. It is called once in each request that uses a session: answer from memory. A time
     * that reaches this instance late is late by no more than that, as using a session does not make its id younger.
     *
     * @param principal the user whom the session belongs to; {@code null} if nobody has logged in
     * @return from when on the ids of the user's sessions count; {@link Instant#MIN} if all do
     */
    Instant notBefore(@Nullable String principal);

    /**
     * Returns a rule that ends nothing.
     *
     * @return {@link Instant#MIN} for everybody
     */
    static NotBefore never() {
        return principal -> Instant.MIN;
    }
}

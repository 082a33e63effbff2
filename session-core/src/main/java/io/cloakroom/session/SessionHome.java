package io.cloakroom.session;

import io.cloakroom.session.seal.KeyProvider;
import io.cloakroom.session.store.ExpiryEvents;
import io.cloakroom.session.store.SessionStore;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Where the sessions of a filter live. Each place refuses the settings that mean nothing there. */
sealed interface SessionHome {

    SessionRepository repository(Settings settings);

    /** Returns how the sessions of a user are found there. */
    PrincipalSessions principals(SessionEvents events);

    /**
     * Returns what tells of expired sessions.
     *
     * @param wanted {@code null}: if it can be had
     */
    ExpiryWatch expiryWatch(@Nullable Boolean wanted);

    /**
     * What a place needs to know.
     *
     * @param sealKeys seal the values; {@code null}: not to be sealed
     * @param notBefore {@code null}: not set
     * @param header carries the ticket instead of the cookie; {@code null}: not set
     */
    record Settings(
            @Nullable KeyProvider sealKeys,
            UnsealedValues unsealed,
            @Nullable NotBefore notBefore,
            SessionCookie cookie,
            @Nullable String header,
            InstantSource clock) {}

    /** In a store, by reference. */
    record Store(SessionStore store) implements SessionHome {

        @Override
        public SessionRepository repository(Settings settings) {
            if (settings.notBefore() != null) {
                throw new IllegalStateException("notBefore is for sealed cookies: a session in a store is ended there");
            }
            SessionRepository sessions = new StoredSessions(store, settings.clock());
            KeyProvider keys = settings.sealKeys();
            return keys == null
                    ? sessions
                    : new SealingSessions(sessions, new AttributeSeal(keys), settings.unsealed());
        }

        @Override
        public PrincipalSessions principals(SessionEvents events) {
            return PrincipalSessions.in(store, events);
        }

        @Override
        public ExpiryWatch expiryWatch(@Nullable Boolean wanted) {
            ExpiryEvents source = store instanceof ExpiryEvents events ? events : null;
            if (Boolean.TRUE.equals(wanted) && source == null) {
                throw new IllegalStateException(
                        "expiryEvents needs a store that implements ExpiryEvents, which this one" + " does not: "
                                + store.getClass().getName());
            }
            return new ExpiryWatch(Boolean.FALSE.equals(wanted) ? null : source, Boolean.TRUE.equals(wanted));
        }
    }

    /** In the client's cookie, by value. */
    record SealedCookie(KeyProvider keys) implements SessionHome {

        @Override
        public SessionRepository repository(Settings settings) {
            if (settings.sealKeys() != null) {
                throw new IllegalStateException(
                        "seal is for sessions in a store: a sealed cookie is sealed as a whole");
            }
            if (settings.header() != null) {
                throw new IllegalStateException("header is for sessions in a store: a sealed cookie is a cookie");
            }
            NotBefore notBefore = settings.notBefore();
            return new SealedSessions(
                    new SealedTickets(keys, settings.cookie().name()),
                    settings.cookie(),
                    notBefore == null ? NotBefore.never() : notBefore,
                    settings.clock());
        }

        @Override
        public PrincipalSessions principals(SessionEvents events) {
            return PrincipalSessions.unknown(events);
        }

        @Override
        public ExpiryWatch expiryWatch(@Nullable Boolean wanted) {
            if (Boolean.TRUE.equals(wanted)) {
                throw new IllegalStateException(
                        "expiryEvents is for sessions in a store: a sealed cookie expires unseen, with its client");
            }
            return new ExpiryWatch(null, false);
        }
    }
}

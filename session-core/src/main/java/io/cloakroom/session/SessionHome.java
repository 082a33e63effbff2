package io.cloakroom.session;

import io.cloakroom.session.seal.KeyProvider;
import io.cloakroom.session.store.SessionStore;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Where the sessions of a filter live. Each place refuses the settings that mean nothing there. */
sealed interface SessionHome {

    SessionRepository repository(Settings settings);

    /**
     * What a place needs to know.
     *
     * @param sealKeys seal the values; {@code null}: not to be sealed
     * @param notBefore {@code null}: not set
     */
    record Settings(
            @Nullable KeyProvider sealKeys,
            UnsealedValues unsealed,
            @Nullable NotBefore notBefore,
            SessionCookie cookie,
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
    }

    /** In the client's cookie, by value. */
    record SealedCookie(KeyProvider keys) implements SessionHome {

        @Override
        public SessionRepository repository(Settings settings) {
            if (settings.sealKeys() != null) {
                throw new IllegalStateException(
                        "seal is for sessions in a store: a sealed cookie is sealed as a whole");
            }
            NotBefore notBefore = settings.notBefore();
            return new SealedSessions(
                    new SealedTickets(keys, settings.cookie().name()),
                    settings.cookie(),
                    notBefore == null ? NotBefore.never() : notBefore,
                    settings.clock());
        }
    }
}

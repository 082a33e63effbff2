package io.cloakroom.session;

import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whose a session is in one request: as it was loaded, or as a log-in of the request has it. */
final class Ownership {

    /** The owner who has logged in, until {@link #takeSaved}. */
    private final AtomicReference<@Nullable SessionOwner> logIn = new AtomicReference<>();

    private volatile @Nullable SessionOwner owner;

    Ownership(@Nullable SessionOwner loaded) {
        this.owner = loaded;
    }

    @Nullable SessionOwner owner() {
        return owner;
    }

    boolean isOf(String principal) {
        SessionOwner current = owner;
        return current != null && current.principal().equals(principal);
    }

    boolean isOfAnotherThan(String principal) {
        return owner != null && !isOf(principal);
    }

    void logIn(SessionOwner newOwner) {
        owner = newOwner;
        logIn.set(newOwner);
    }

    boolean isLoggingIn() {
        return logIn.get() != null;
    }

    /** Returns, once, who has logged in and was saved as the owner. */
    @Nullable SessionOwner takeSaved(SessionMetadata stored) {
        SessionOwner loggedIn = logIn.get();
        return loggedIn != null && loggedIn.equals(stored.owner()) && logIn.compareAndSet(loggedIn, null)
                ? loggedIn
                : null;
    }

    /** Returns what is to be saved over what is stored, or {@code null} if nothing is. */
    @Nullable SessionOwner change(SessionMetadata stored) {
        SessionOwner current = owner;
        return Objects.equals(current, stored.owner()) ? null : current;
    }

    /** Takes over what another request has stored, unless this one has logged somebody in. */
    void rebase(SessionMetadata before, SessionMetadata now) {
        if (Objects.equals(owner, before.owner())) {
            owner = now.owner();
        }
    }
}

package io.cloakroom.session;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.PrincipalIndex.OwnedSession;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A session while a request uses it: what was loaded, what the request changed, and how that is saved. */
final class LiveSession {

    private enum Phase {
        ACTIVE,
        /** Being ended by this request: its listeners can still read it. */
        ENDING,
        /** Ended by this request. */
        INVALIDATED,
        /** Ended by another request, as a save has found out: what this request still does is not saved. */
        GONE
    }

    /*
     * Its charge is the order of saves: two threads of one request, as when an asynchronous request completes while the
     * container's thread returns, must not create a session twice. The second one needs what the first one saves, so it
     * may as well wait for the I/O; other requests have their own lock.
     */
    private final ReentrantLock saving = new ReentrantLock();

    private final SessionSettings settings;
    private final SessionAttributes attributes;
    private final Instant requestedAt;
    private final Instant createdAt;
    private final Instant previousAccess;
    private final Instant absoluteDeadline;
    private final Ownership ownership;
    private final boolean isNew;
    private volatile String id;
    private volatile Duration interval;
    private volatile @Nullable Origin origin;
    private volatile @Nullable String savedTicket;
    private volatile Phase phase = Phase.ACTIVE;

    private LiveSession(
            SessionSettings settings,
            SessionAttributes attributes,
            Instant requestedAt,
            SessionMetadata metadata,
            String id,
            @Nullable Origin origin) {
        this.settings = settings;
        this.attributes = attributes;
        this.requestedAt = requestedAt;
        this.createdAt = metadata.createdAt();
        this.previousAccess = metadata.lastAccessedAt();
        this.absoluteDeadline = metadata.absoluteDeadline();
        this.interval = metadata.maxInactiveInterval();
        this.ownership = new Ownership(metadata.owner());
        this.id = id;
        this.origin = origin;
        this.isNew = origin == null;
    }

    static LiveSession fresh(
            SessionSettings settings, ClassLoader classLoader, Instant requestedAt, Duration interval) {
        Instant now = settings.now();
        Instant deadline = settings.expiry().absoluteDeadline(now);
        Instant expiresAt = settings.expiry().expiresAt(now, interval, deadline);
        return new LiveSession(
                settings,
                new SessionAttributes(settings.format(), settings.policies(), classLoader),
                requestedAt,
                new SessionMetadata(now, now, interval, deadline, expiresAt, 1, 1, null),
                settings.repository().newId(),
                null);
    }

    static LiveSession loaded(
            SessionSettings settings, ClassLoader classLoader, Instant requestedAt, PresentedTickets.Found found) {
        Origin origin = found.origin();
        LiveSession session = new LiveSession(
                settings,
                SessionAttributes.of(origin.record(), settings.format(), settings.policies(), classLoader),
                requestedAt,
                origin.record().metadata(),
                origin.sessionId(),
                origin);
        session.savedTicket = found.ticket();
        session.keepAlive(origin);
        return session;
    }

    /** A session that is in use must not expire in the store under its request. Nobody waits for this. */
    private void keepAlive(Origin loaded) {
        SessionAccess access = changes(loaded, Map.of()).access();
        if (!settings.repository().isKnownToClientOnly()
                && settings.expiry().isRunningOut(loaded.record().metadata(), access)) {
            adopted(settings.repository().touch(loaded, access));
        }
    }

    SessionAttributes attributes() {
        return attributes;
    }

    String id() {
        return id;
    }

    Instant createdAt() {
        return createdAt;
    }

    /** Returns when the previous request used the session. */
    Instant previousAccess() {
        return previousAccess;
    }

    boolean isNew() {
        return isNew;
    }

    boolean isValid() {
        return phase != Phase.INVALIDATED;
    }

    Duration interval() {
        return interval;
    }

    void setInterval(Duration interval) {
        this.interval = interval;
    }

    /** Tells whether the session is, or at the next save will be, where another request can find it. */
    boolean isKept() {
        return phase == Phase.ACTIVE && (origin != null || ownership.owner() != null || !attributes.isEmpty());
    }

    /** Returns the ticket that the client must have, or {@code null} if none, or none is known yet. */
    @Nullable String ticket() {
        if (!isKept()) {
            return null;
        }
        Origin stored = origin;
        return stored != null && stored.sessionId().equals(id) && savedTicket != null
                ? savedTicket
                : settings.repository().ticketInAdvance(id);
    }

    void changeId() {
        id = settings.repository().newId();
    }

    Ownership ownership() {
        return ownership;
    }

    void logIn(SessionOwner owner, String newId) {
        ownership.logIn(owner);
        id = newId;
    }

    /** Returns, once, who has logged in and was saved as the owner. */
    @Nullable SessionOwner takeSavedLogIn() {
        Origin stored = origin;
        return phase == Phase.ACTIVE && stored != null
                ? ownership.takeSaved(stored.record().metadata())
                : null;
    }

    /** Returns the session as the index of its owner has it, or {@code null} if it has none, or is not stored. */
    @Nullable OwnedSession owned() {
        Origin stored = origin;
        return stored == null || stored.record().metadata().owner() == null
                ? null
                : new OwnedSession(stored.key(), stored.record().metadata());
    }

    /**
     * Ends the session for everybody else, at once. This request can read it until it calls {@link #invalidate}.
     *
     * @return whether it was this call that ended it: if not, its listeners have heard of that before
     */
    boolean end() {
        saving.lock();
        try {
            boolean ended = phase == Phase.ACTIVE;
            Origin stored = origin;
            if (ended && stored != null) {
                ended = settings.repository().delete(stored);
            }
            phase = Phase.ENDING;
            return ended;
        } finally {
            saving.unlock();
        }
    }

    boolean isEnding() {
        return phase == Phase.ENDING;
    }

    void invalidate() {
        phase = Phase.INVALIDATED;
    }

    /** Tells whether the session is one that nobody will ever see again. */
    boolean isToBeDropped() {
        return phase == Phase.ACTIVE && !isKept();
    }

    /**
     * Saves what changed since the last save, if anything; else notes the access, if that is due.
     *
     * @throws SessionConflictException if an attribute cannot be saved over what another request has stored
     */
    void save() {
        saving.lock();
        try {
            Contention contention = new Contention(settings.budget());
            String contended = phase == Phase.ACTIVE ? trySave() : null;
            while (contended != null) {
                contention.pause(contended);
                contended = trySave();
            }
        } finally {
            saving.unlock();
        }
    }

    /** Returns the name of an attribute that another request has changed, in which case nothing was saved. */
    private @Nullable String trySave() {
        SessionAttributes.Delta delta = attributes.delta();
        Origin stored = origin;
        if (stored == null) {
            create(delta);
            return null;
        }
        return save(stored, delta);
    }

    /**
     * Saves one attribute if it has not changed since the origin was read.
     *
     * @return whether it was saved; if not, the attribute is as another request has stored it
     */
    boolean compareAndSave(String name, AttributeChange.Put put, Object value) {
        saving.lock();
        try {
            Origin stored = requireNonNull(origin);
            SaveOutcome outcome = settings.repository().save(stored, changes(stored, Map.of(name, put)));
            if (outcome instanceof SaveOutcome.Conflict conflict) {
                rebase(stored, conflict.origin());
                attributes.refresh(name, conflict.origin().record().attributes().get(name));
                return false;
            }
            Origin now = adopted(outcome);
            if (now == null) {
                throw new SessionEndedException();
            }
            attributes.saved(name, requireNonNull(now.record().attributes().get(name)), value);
            return true;
        } finally {
            saving.unlock();
        }
    }

    /** Tells whether the next save would save a change of the application. */
    boolean hasChanges() {
        Origin stored = origin;
        if (phase != Phase.ACTIVE || stored == null) {
            return isKept();
        }
        return !stored.sessionId().equals(id)
                || !interval.equals(stored.record().metadata().maxInactiveInterval())
                || ownership.isLoggingIn()
                || !attributes.delta().isEmpty();
    }

    boolean isStored() {
        return origin != null && phase == Phase.ACTIVE;
    }

    private void create(SessionAttributes.Delta delta) {
        if (attributes.isEmpty() && ownership.owner() == null) {
            return;
        }
        Instant expiresAt = settings.expiry().expiresAt(settings.now(), interval, absoluteDeadline);
        SessionMetadata metadata = new SessionMetadata(
                createdAt, createdAt, interval, absoluteDeadline, expiresAt, 1, 1, ownership.owner());
        SessionRecord record = new SessionRecord(metadata, delta.firstVersions());
        settings.limits().requireFits(record);
        Origin now = adopted(settings.repository().create(id, record));
        if (now != null) {
            attributes.saved(delta, now.record());
        }
    }

    private @Nullable String save(Origin stored, SessionAttributes.Delta delta) {
        boolean newId = !stored.sessionId().equals(id);
        SessionChanges changes = changes(stored, delta.changes());
        if (delta.isEmpty() && !newId && changes.maxInactiveInterval() == null && changes.owner() == null) {
            touchIfDue(stored, changes.access());
            return null;
        }
        SessionRepository repository = settings.repository();
        SaveOutcome outcome = newId ? repository.changeId(stored, id, changes) : repository.save(stored, changes);
        if (outcome instanceof SaveOutcome.Conflict conflict) {
            String contended = attributes.rebase(delta, conflict.origin().record());
            rebase(stored, conflict.origin());
            return contended;
        }
        Origin now = adopted(outcome);
        if (now != null) {
            for (long merge = attributes.merges(delta); merge > 0; merge--) {
                settings.events().merged();
            }
            attributes.saved(delta, now.record());
        }
        return null;
    }

    /** Goes on from what another request has stored. What this one has not set is the other one's. */
    private void rebase(Origin before, Origin now) {
        if (interval.equals(before.record().metadata().maxInactiveInterval())) {
            interval = now.record().metadata().maxInactiveInterval();
        }
        ownership.rebase(before.record().metadata(), now.record().metadata());
        origin = now;
    }

    private @Nullable Origin adopted(SaveOutcome outcome) {
        if (outcome instanceof SaveOutcome.Saved saved) {
            origin = saved.origin();
            savedTicket = saved.ticket();
            return saved.origin();
        }
        phase = Phase.GONE;
        return null;
    }

    private void touchIfDue(Origin stored, SessionAccess access) {
        if (settings.expiry().isTouchDue(stored.record().metadata(), access)) {
            adopted(settings.repository().touch(stored, access));
        }
    }

    private SessionChanges changes(Origin stored, Map<String, AttributeChange> changed) {
        settings.limits().requireFits(stored.record(), changed);
        SessionMetadata metadata = stored.record().metadata();
        Duration current = interval;
        Instant expiresAt = settings.expiry().expiresAt(settings.now(), current, absoluteDeadline);
        return new SessionChanges(
                metadata.generation(),
                new SessionAccess(requestedAt, expiresAt),
                changed,
                current.equals(metadata.maxInactiveInterval()) ? null : current,
                ownership.change(metadata));
    }
}

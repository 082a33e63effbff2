package io.cloakroom.session;

import static java.util.stream.Collectors.toMap;

import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sessions without a store, by value: the ticket is the session, sealed. Nothing is shared between requests, so there
 * is nothing to conflict with and nothing to delete; what that costs is told where an application chooses it,
 * {@link SessionFilter#sealedCookie}.
 */
final class SealedSessions implements SessionRepository {

    /**
     * What a save leaves free: a later read-only request writes other times, which compress a little worse or better,
     * and must not fail because of it.
     */
    private static final int SPARE_BYTES = 64;

    /** What an image can hold of names, at three bytes a character. */
    private static final int MAX_NAME_CHARACTERS = Deflated.MAX_PLAIN_BYTES / 3;

    private static final Logger log = System.getLogger(SealedSessions.class.getName());

    private final SealedTickets tickets;
    private final SessionCookie cookie;
    private final NotBefore notBefore;
    private final InstantSource clock;
    private final DatedIds ids;

    SealedSessions(SealedTickets tickets, SessionCookie cookie, NotBefore notBefore, InstantSource clock) {
        this.tickets = tickets;
        this.cookie = cookie;
        this.notBefore = notBefore;
        this.clock = clock;
        this.ids = new DatedIds(clock);
    }

    @Override
    public boolean isWellFormed(String ticket) {
        return SealedTickets.isWellFormed(ticket);
    }

    @Override
    public @Nullable Origin load(String ticket) {
        try {
            SessionImage image = tickets.open(ticket);
            requireCurrent(image);
            return origin(image.sessionId(), image.record());
        } catch (RefusedTicketException e) {
            log.log(Level.DEBUG, "A sealed session cookie is refused: " + e.getMessage());
            return null;
        }
    }

    private void requireCurrent(SessionImage image) throws RefusedTicketException {
        SessionMetadata metadata = image.record().metadata();
        if (metadata.isExpiredAt(clock.instant())) {
            throw new RefusedTicketException("expired", null);
        }
        Instant issuedAt = DatedIds.issuedAt(image.sessionId());
        SessionOwner owner = metadata.owner();
        if (issuedAt.isBefore(notBefore.notBefore(owner == null ? null : owner.principal()))) {
            throw new RefusedTicketException("its id was issued before the time from which on ids count", null);
        }
    }

    @Override
    public String newId() {
        return ids.next();
    }

    @Override
    public @Nullable String ticketInAdvance(String sessionId) {
        return null;
    }

    @Override
    public SessionRecord readable(StoreKey key, SessionRecord record) {
        return record;
    }

    @Override
    public boolean isKnownToClientOnly() {
        return true;
    }

    @Override
    public SaveOutcome create(String sessionId, SessionRecord record) {
        return saved(sessionId, record);
    }

    @Override
    public SaveOutcome save(Origin origin, SessionChanges changes) {
        SessionMetadata metadata = origin.record().metadata();
        return saved(origin.sessionId(), origin.record().after(changes, metadata.generation(), metadata.version() + 1));
    }

    @Override
    public SaveOutcome changeId(Origin origin, String newId, SessionChanges changes) {
        SessionMetadata metadata = origin.record().metadata();
        return saved(newId, origin.record().after(changes, metadata.generation() + 1, metadata.version() + 1));
    }

    /** The client is told to forget the ticket; if it does not, only {@link NotBefore} ends the session. */
    @Override
    public boolean delete(Origin origin) {
        return true;
    }

    @Override
    public SaveOutcome.Saved touch(Origin origin, SessionAccess access) {
        return sealed(origin.sessionId(), origin.record().touched(access), SealedTickets.MAX_COOKIE_BYTES);
    }

    private SaveOutcome.Saved saved(String sessionId, SessionRecord record) {
        return sealed(sessionId, record, SealedTickets.MAX_COOKIE_BYTES - SPARE_BYTES);
    }

    private SaveOutcome.Saved sealed(String sessionId, SessionRecord record, int maxBytes) {
        int names =
                record.attributes().keySet().stream().mapToInt(String::length).sum();
        if (names > MAX_NAME_CHARACTERS) {
            throw tooLarge(names, maxBytes, record);
        }
        SessionImage image = new SessionImage(sessionId, record);
        int plainSize = image.toByteArray().length;
        if (plainSize > Deflated.MAX_PLAIN_BYTES) {
            throw tooLarge(plainSize, maxBytes, record);
        }
        String ticket = tickets.seal(image);
        int size = cookie.headerValue(ticket).length();
        if (size > maxBytes) {
            throw tooLarge(size, maxBytes, record);
        }
        return new SaveOutcome.Saved(origin(sessionId, record), ticket);
    }

    private static SessionTooLargeException tooLarge(int size, int maxBytes, SessionRecord record) {
        Map<String, Integer> sizes = record.attributes().entrySet().stream()
                .collect(toMap(
                        Map.Entry::getKey, entry -> entry.getValue().value().size()));
        return SessionTooLargeException.ofCookie(size, maxBytes, sizes);
    }

    private static Origin origin(String sessionId, SessionRecord record) {
        return new Origin(sessionId, StoreKey.ofSessionId(sessionId), record);
    }
}

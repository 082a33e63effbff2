package io.cloakroom.session;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Seals attribute values on their way to a store and opens them on the way back. Everything above this sees values as
 * the codec made them, so that equal values have equal bytes there although each seal differs.
 */
final class SealingSessions implements SessionRepository {

    private static final Logger log = System.getLogger(SealingSessions.class.getName());

    /** A value that no {@link AttributeFormat} decodes: it is set aside, and its place in the store left alone. */
    private static final EncodedValue REFUSED = EncodedValue.of(new byte[0]);

    private final SessionRepository stored;
    private final AttributeSeal seal;
    private final UnsealedValues unsealed;
    private final SecureRandom random = new SecureRandom();

    SealingSessions(SessionRepository stored, AttributeSeal seal, UnsealedValues unsealed) {
        this.stored = stored;
        this.seal = seal;
        this.unsealed = unsealed;
    }

    @Override
    public boolean isWellFormed(String ticket) {
        return stored.isWellFormed(ticket);
    }

    @Override
    public @Nullable Origin load(String ticket) {
        Origin origin = stored.load(ticket);
        return origin == null ? null : opened(origin);
    }

    @Override
    public @Nullable SessionRecord readable(StoreKey key, SessionRecord record) {
        Origin origin = opened(new Origin("", key, record));
        return origin == null ? null : origin.record();
    }

    @Override
    public String newId() {
        return stored.newId();
    }

    @Override
    public @Nullable String ticketInAdvance(String sessionId) {
        return stored.ticketInAdvance(sessionId);
    }

    @Override
    public boolean isKnownToClientOnly() {
        return stored.isKnownToClientOnly();
    }

    @Override
    public SaveOutcome create(String sessionId, SessionRecord record) {
        SessionBinding binding = SessionBinding.drawn(random);
        SessionRecord bound = with(record, binding);
        EncodedValue sealedBinding = sealed(binding, StoreKey.ofSessionId(sessionId));
        return opened(stored.create(sessionId, sealed(bound, sealedBinding)), bound);
    }

    @Override
    public SaveOutcome save(Origin origin, SessionChanges changes) {
        SessionBinding binding = SessionBinding.in(origin.record());
        if (binding == null && unsealed != UnsealedValues.WRITE && hasPuts(changes)) {
            return saveAndBind(origin, changes);
        }
        return opened(stored.save(origin, sealed(changes, binding)), after(origin.record(), changes));
    }

    /** The first sealed save of a session that was stored unsealed. Only one request may draw its binding. */
    private SaveOutcome saveAndBind(Origin origin, SessionChanges changes) {
        SessionBinding drawn = SessionBinding.drawn(random);
        SessionChanges bound = with(
                sealed(changes, drawn), new AttributeChange.Put(sealed(drawn, origin.key()), AttributeChange.ABSENT));
        SaveOutcome outcome = opened(stored.save(origin, bound), after(with(origin.record(), drawn), changes));
        if (outcome instanceof SaveOutcome.Conflict conflict) {
            SessionBinding faster = SessionBinding.in(conflict.origin().record());
            if (faster != null) {
                return save(
                        new Origin(origin.sessionId(), conflict.origin().key(), with(origin.record(), faster)),
                        changes);
            }
        }
        return outcome;
    }

    @Override
    public SaveOutcome changeId(Origin origin, String newId, SessionChanges changes) {
        SessionBinding known = SessionBinding.in(origin.record());
        SessionBinding binding = known != null ? known : SessionBinding.drawn(random);
        EncodedValue sealedBinding = sealed(binding, StoreKey.ofSessionId(newId));
        SessionRecord bound = with(origin.record(), binding);
        // all of it sealed: if another request was faster, the store gets the whole session a second time
        Origin sealedOrigin = new Origin(origin.sessionId(), origin.key(), sealed(bound, sealedBinding));
        SessionChanges sealedChanges =
                with(sealed(changes, binding), new AttributeChange.Put(sealedBinding, AttributeChange.ANY));
        return opened(stored.changeId(sealedOrigin, newId, sealedChanges), after(bound, changes));
    }

    @Override
    public boolean delete(Origin origin) {
        return stored.delete(origin);
    }

    @Override
    public SaveOutcome.Saved touch(Origin origin, SessionAccess access) {
        return stored.touch(origin, access);
    }

    /** Returns what a request works on, or {@code null} if the session is none that counts. */
    private @Nullable Origin opened(Origin origin) {
        StoredAttribute bound = origin.record().attributes().get(SessionBinding.NAME);
        if (bound == null && unsealed != UnsealedValues.REFUSE) {
            return origin;
        }
        SessionBinding binding = bound == null ? null : opened(bound.value(), origin.key());
        if (binding == null) {
            log.log(
                    Level.DEBUG,
                    "A session is refused: it is not sealed, or not with a key of this ring, or was moved");
            return null;
        }
        Map<String, StoredAttribute> attributes = new HashMap<>(origin.record().attributes());
        attributes.replaceAll((name, attribute) ->
                new StoredAttribute(opened(attribute.value(), binding, name), attribute.version()));
        SessionRecord record = new SessionRecord(origin.record().metadata(), attributes);
        return new Origin(origin.sessionId(), origin.key(), with(record, binding));
    }

    private @Nullable SessionBinding opened(EncodedValue binding, StoreKey key) {
        if (!AttributeSeal.isSealed(binding)) {
            return null;
        }
        EncodedValue opened = seal.open(binding, SessionBinding.placeOfBinding(key));
        if (opened == null && seal.isOfANewerKey(binding)) {
            throw new SessionStoreUnavailableException(
                    "A session was sealed with a key that is newer than any in the key ring here. Give every instance"
                            + " a new key before the first one seals with it",
                    null);
        }
        return opened == null ? null : new SessionBinding(opened);
    }

    /** What does not open stays as it is: a value that nobody here can decode. */
    private EncodedValue opened(EncodedValue value, SessionBinding binding, String name) {
        if (!AttributeSeal.isSealed(value)) {
            return unsealed == UnsealedValues.REFUSE ? REFUSED : value;
        }
        EncodedValue opened = seal.open(value, binding.place(name));
        return opened == null ? value : opened;
    }

    /**
     * Returns what a save has made of a session, as a request works on it.
     *
     * @param plain the session after the save, but for its versions
     */
    private SaveOutcome opened(SaveOutcome outcome, SessionRecord plain) {
        if (outcome instanceof SaveOutcome.Saved saved) {
            Origin origin = saved.origin();
            Map<String, StoredAttribute> attributes = new HashMap<>();
            origin.record().attributes().forEach((name, stored) -> {
                StoredAttribute known = plain.attributes().getOrDefault(name, stored);
                attributes.put(name, new StoredAttribute(known.value(), stored.version()));
            });
            SessionRecord record = new SessionRecord(origin.record().metadata(), attributes);
            return new SaveOutcome.Saved(new Origin(origin.sessionId(), origin.key(), record), saved.ticket());
        }
        if (outcome instanceof SaveOutcome.Conflict conflict) {
            Origin current = opened(conflict.origin());
            return current == null ? new SaveOutcome.Gone() : new SaveOutcome.Conflict(current);
        }
        return outcome;
    }

    private EncodedValue sealed(SessionBinding binding, StoreKey key) {
        return seal.seal(binding.value(), SessionBinding.placeOfBinding(key));
    }

    private SessionRecord sealed(SessionRecord bound, EncodedValue sealedBinding) {
        SessionBinding binding = SessionBinding.in(bound);
        Map<String, StoredAttribute> attributes = new HashMap<>(bound.attributes());
        attributes.remove(SessionBinding.NAME);
        attributes.values().removeIf(attribute -> attribute.value().equals(REFUSED));
        attributes.replaceAll((name, attribute) ->
                new StoredAttribute(sealed(attribute.value(), binding, name), attribute.version()));
        attributes.put(SessionBinding.NAME, new StoredAttribute(sealedBinding, 1));
        return new SessionRecord(bound.metadata(), attributes);
    }

    private SessionChanges sealed(SessionChanges changes, @Nullable SessionBinding binding) {
        Map<String, AttributeChange> sealedOnes = new HashMap<>(changes.attributes());
        sealedOnes.replaceAll((name, change) -> change instanceof AttributeChange.Put put
                ? new AttributeChange.Put(sealed(put.value(), binding, name), put.expectedVersion())
                : change);
        return with(changes, sealedOnes);
    }

    private EncodedValue sealed(EncodedValue value, @Nullable SessionBinding binding, String name) {
        if (binding == null || unsealed == UnsealedValues.WRITE || AttributeSeal.isSealed(value)) {
            return value;
        }
        return seal.seal(value, binding.place(name));
    }

    private static boolean hasPuts(SessionChanges changes) {
        return changes.attributes().values().stream().anyMatch(AttributeChange.Put.class::isInstance);
    }

    private static SessionRecord after(SessionRecord record, SessionChanges changes) {
        return record.after(
                changes, record.metadata().generation(), record.metadata().version());
    }

    private static SessionRecord with(SessionRecord record, SessionBinding binding) {
        Map<String, StoredAttribute> attributes = new HashMap<>(record.attributes());
        attributes.put(SessionBinding.NAME, new StoredAttribute(binding.value(), 1));
        return new SessionRecord(record.metadata(), attributes);
    }

    private static SessionChanges with(SessionChanges changes, AttributeChange.Put binding) {
        Map<String, AttributeChange> attributes = new HashMap<>(changes.attributes());
        attributes.put(SessionBinding.NAME, binding);
        return with(changes, attributes);
    }

    private static SessionChanges with(SessionChanges changes, Map<String, AttributeChange> attributes) {
        return new SessionChanges(
                changes.generation(), changes.access(), attributes, changes.maxInactiveInterval(), changes.owner());
    }
}

package io.cloakroom.session.seal;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One key that seals and any number of keys that open. Immutable; prints key ids only.
 *
 * <p>To change the key without losing a session while old and new instances run side by side:
 *
 * <ol>
 *   <li>Give every instance the new key as one that opens: {@code KeyRing.of(old, fresh)}.
 *   <li>When all have it, let them seal with it: {@code KeyRing.of(fresh, old)}.
 *   <li>When the absolute lifetime of a session has passed since then, drop the old one: {@code KeyRing.of(fresh)}.
 * </ol>
 *
 * <p>Dropping a key at once, because somebody got hold of it, ends every session that it has sealed. Ids grow: a new
 * key has a higher id than all before it, and no id is used twice.
 */
public final class KeyRing implements KeyProvider {

    private final SealingKey sealing;
    private final Map<Integer, SealingKey> keys;

    private KeyRing(SealingKey sealing, Map<Integer, SealingKey> keys) {
        this.sealing = sealing;
        this.keys = keys;
    }

    /**
     * Returns a ring of keys.
     *
     * @param sealing the key that seals, and opens what it has sealed
     * @param opening the keys that only open: those before, and the next one while it is being rolled out
     * @return the ring
     * @throws IllegalArgumentException if two keys have the same id
     */
    public static KeyRing of(SealingKey sealing, SealingKey... opening) {
        requireNonNull(sealing, "sealing");
        TreeMap<Integer, SealingKey> keys = new TreeMap<>();
        Stream.concat(Stream.of(sealing), List.of(opening).stream()).forEach(key -> {
            if (keys.put(key.id(), key) != null) {
                throw new IllegalArgumentException("each key must have an id of its own, but two have " + key.id());
            }
        });
        return new KeyRing(sealing, Map.copyOf(keys));
    }

    /**
     * Returns the key that seals.
     *
     * @return the key
     */
    public SealingKey sealingKey() {
        return sealing;
    }

    /**
     * Returns a key that opens.
     *
     * @param id the id that a sealed message names
     * @return the key, or empty if it is not in the ring: retired, or not rolled out to this instance yet
     */
    public Optional<SealingKey> key(int id) {
        return Optional.ofNullable(keys.get(id));
    }

    /**
     * Tells whether a key is newer than all of this ring, so that another instance may have it.
     *
     * @param id the id that a sealed message names
     * @return whether the id is higher than every id in the ring
     */
    public boolean isNewerThanAll(int id) {
        return keys.keySet().stream().allMatch(known -> known < id);
    }

    @Override
    public KeyRing keyRing() {
        return this;
    }

    @Override
    public String toString() {
        return "KeyRing[seals with " + sealing.id() + ", opens "
                + keys.keySet().stream().sorted().toList() + "]";
    }
}

package io.cloakroom.cache;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.cloakroom.cache.Recorder.Event;
import io.cloakroom.cache.tier.Reading;
import io.cloakroom.cache.tier.SharedEntry;
import io.cloakroom.cache.tier.SharedEntry.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Packs values for the shared tier and unpacks what lies there. What cannot be unpacked is a miss. */
final class Shelf<V> {

    private static final System.Logger log = System.getLogger(CacheAside.class.getName());
    private static final byte[] NOTHING = {};

    private final String namespace;
    private final ValueCodec<V> codec;
    private final int schemaVersion;
    private final Compression compression;
    private final Recorder recorder;
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * What was found under a key, fresh or stale.
     *
     * @param value the value; {@code null} if it is known that there is none
     */
    record Item<V>(@Nullable V value, Duration timeLeft, long epoch, Duration loadTime, Map<String, UUID> stamps) {

        boolean isFresh() {
            return !timeLeft.isNegative() && !timeLeft.isZero();
        }
    }

    Shelf(String namespace, ValueCodec<V> codec, int schemaVersion, Compression compression, Recorder recorder) {
        this.namespace = namespace;
        this.codec = codec;
        this.schemaVersion = schemaVersion;
        this.compression = compression;
        this.recorder = recorder;
    }

    /**
     * Returns what a reading holds, or {@code null} if that is nothing usable. Counts nothing but what it cannot read.
     */
    @Nullable Item<V> unpack(Reading reading) {
        if (reading instanceof Reading.Found found) {
            return unpack(found);
        }
        if (reading instanceof Reading.Unreadable) {
            recorder.count(Event.UNREADABLE);
        } else if (reading instanceof Reading.Outdated) {
            recorder.count(Event.OUTDATED);
        }
        return null;
    }

    /** Returns the entry for a value or its absence, or {@code null} if the codec refuses it. */
    @Nullable SharedEntry pack(@Nullable V value, Duration loadTime, Map<String, UUID> stamps) {
        if (value == null) {
            return new SharedEntry(Kind.ABSENT, codec.id(), schemaVersion, loadTime, stamps, NOTHING);
        }
        try {
            byte[] plain = codec.encode(value);
            byte[] small = compression.compress(plain);
            Kind kind = small == null ? Kind.VALUE : Kind.COMPRESSED;
            return new SharedEntry(kind, codec.id(), schemaVersion, loadTime, stamps, small == null ? plain : small);
        } catch (RuntimeException e) {
            log.log(
                    warned.compareAndSet(false, true) ? WARNING : DEBUG,
                    () -> namespace + " - a value cannot be encoded and is not shared; the ValueCodec must accept "
                            + value.getClass().getName(),
                    e);
            return null;
        }
    }

    private @Nullable Item<V> unpack(Reading.Found found) {
        SharedEntry entry = found.entry();
        if (entry.codecId() != codec.id() || entry.schemaVersion() != schemaVersion) {
            recorder.count(Event.UNREADABLE);
            return null;
        }
        try {
            V value = decode(entry);
            return new Item<>(value, found.timeLeft(), found.epoch(), entry.loadTime(), entry.stamps());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            log.log(DEBUG, () -> namespace + " - a stored value cannot be decoded", e);
            recorder.count(Event.UNREADABLE);
            return null;
        }
    }

    private @Nullable V decode(SharedEntry entry) {
        return switch (entry.kind()) {
            case VALUE -> codec.decode(entry.payload());
            case COMPRESSED -> codec.decode(Compression.decompress(entry.payload()));
            case ABSENT -> null;
        };
    }
}

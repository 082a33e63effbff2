package io.cloakroom.cache;

import static java.lang.System.Logger.Level.WARNING;

import io.cloakroom.cache.tier.Reading;
import io.cloakroom.cache.tier.SharedEntry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Packs values for the shared tier and unpacks what lies there. What cannot be unpacked is a miss. */
final class Shelf<V> {

    private static final System.Logger log = System.getLogger(CacheAside.class.getName());

    private final String namespace;
    private final ValueCodec<V> codec;
    private final int schemaVersion;
    private final Recorder recorder;
    private final AtomicBoolean warned = new AtomicBoolean();

    Shelf(String namespace, ValueCodec<V> codec, int schemaVersion, Recorder recorder) {
        this.namespace = namespace;
        this.codec = codec;
        this.schemaVersion = schemaVersion;
        this.recorder = recorder;
    }

    /** Returns the value of a reading, or {@code null} if it holds none that is usable and fresh. */
    @Nullable V unpack(Reading reading) {
        V value = null;
        if (reading instanceof Reading.Found found) {
            value = isFresh(found) ? decode(found.entry()) : null;
        } else if (reading instanceof Reading.Unreadable) {
            recorder.count(Recorder.Event.UNREADABLE);
        }
        recorder.count(value == null ? Recorder.Event.SHARED_MISS : Recorder.Event.SHARED_HIT);
        return value;
    }

    /** Returns the entry for a value, or {@code null} if the codec refuses it. */
    @Nullable SharedEntry pack(V value, Duration loadTime) {
        try {
            return new SharedEntry(codec.id(), schemaVersion, loadTime, codec.encode(value));
        } catch (RuntimeException e) {
            log.log(
                    warned.compareAndSet(false, true) ? WARNING : System.Logger.Level.DEBUG,
                    () -> namespace + " - a value cannot be encoded and is not shared; the ValueCodec must accept "
                            + value.getClass().getName(),
                    e);
            return null;
        }
    }

    private static boolean isFresh(Reading.Found found) {
        return !found.timeLeft().isNegative() && !found.timeLeft().isZero();
    }

    private @Nullable V decode(SharedEntry entry) {
        if (entry.codecId() == codec.id() && entry.schemaVersion() == schemaVersion) {
            try {
                return codec.decode(entry.payload());
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                log.log(System.Logger.Level.DEBUG, () -> namespace + " - a stored value cannot be decoded", e);
            }
        }
        recorder.count(Recorder.Event.UNREADABLE);
        return null;
    }
}

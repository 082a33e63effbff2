package io.cloakroom.cache.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The clock of Redis as far as it is known here: at most one round trip ahead of it, so that nothing stays in process
 * for longer than in Redis. Does not depend on the wall clock of this machine.
 */
final class RedisClock {

    private volatile Sync last = new Sync(0, System.nanoTime());

    /** What Redis said, to a question sent at the given time of this machine. */
    private record Sync(long serverMillis, long sentNanos) {}

    /** Milliseconds since 1970. */
    long now() {
        Sync sync = last;
        return sync.serverMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sync.sentNanos);
    }

    void set(List<byte[]> time, long sentNanos) {
        long seconds = Long.parseLong(new String(time.get(0), US_ASCII));
        long micros = Long.parseLong(new String(time.get(1), US_ASCII));
        last = new Sync(seconds * 1_000 + micros / 1_000, sentNanos);
    }
}

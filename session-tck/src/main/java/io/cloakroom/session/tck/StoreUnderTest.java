package io.cloakroom.session.tck;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.store.SessionStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store for {@link SessionStoreContract} to test, and what the kit may do with it. Immutable: each method returns a
 * changed copy.
 *
 * <pre>{@code
 * ManualClock clock = ManualClock.startingNow();
 * StoreUnderTest.of(open(clock)).peer(open(clock)).clock(clock).outage(server::suspend, server::resume);
 * }</pre>
 */
public final class StoreUnderTest {

    private static final int MEBIBYTE = 1 << 20;

    private final SessionStore store;
    private final SessionStore peer;
    private final @Nullable ManualClock clock;
    private final int largestValue;
    private final @Nullable Outage outage;

    private StoreUnderTest(
            SessionStore store,
            SessionStore peer,
            @Nullable ManualClock clock,
            int largestValue,
            @Nullable Outage outage) {
        this.store = store;
        this.peer = peer;
        this.clock = clock;
        this.largestValue = largestValue;
        this.outage = outage;
    }

    /**
     * Returns a store to test that goes by the system's clock, takes values of 1 MiB and is never down.
     *
     * @param store the store; the kit closes it after each test
     * @return the store to test
     */
    public static StoreUnderTest of(SessionStore store) {
        return new StoreUnderTest(requireNonNull(store, "store"), store, null, MEBIBYTE, null);
    }

    /**
     * Adds a second instance over the same data, as another server of the fleet has it. Tests of concurrency use both.
     *
     * @param peer the other instance; the kit closes it after each test
     * @return a copy with a peer
     */
    public StoreUnderTest peer(SessionStore peer) {
        return new StoreUnderTest(store, requireNonNull(peer, "peer"), clock, largestValue, outage);
    }

    /**
     * Names the clock by which the store, and its peer, judge what has expired. With it the kit also tests what must
     * hold for a minute; without it, it waits for short-lived sessions to end.
     *
     * @param clock the clock that was given to the store
     * @return a copy with a clock
     */
    public StoreUnderTest clock(ManualClock clock) {
        return new StoreUnderTest(store, peer, requireNonNull(clock, "clock"), largestValue, outage);
    }

    /**
     * Names the size of the largest attribute value that the store promises to keep. The default is 1 MiB, and the kit
     * tries nothing larger.
     *
     * @param bytes the size in bytes, 1 or more
     * @return a copy with a limit
     * @throws IllegalArgumentException if {@code bytes} is less than 1
     */
    public StoreUnderTest largestValue(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("largestValue must be 1 or more: " + bytes);
        }
        return new StoreUnderTest(store, peer, clock, bytes, outage);
    }

    /**
     * Says how to cut the store off from its data. With it the kit tests that an outage is an exception, never "there
     * is no such session", and that the store recovers by itself. A store with a server has to be tested so.
     *
     * @param begin makes the server unreachable or silent; may throw
     * @param end brings it back with its data; may throw, and is called even if a test fails
     * @return a copy with an outage
     */
    public StoreUnderTest outage(Step begin, Step end) {
        return new StoreUnderTest(
                store,
                peer,
                clock,
                largestValue,
                new Outage(requireNonNull(begin, "begin"), requireNonNull(end, "end")));
    }

    SessionStore store() {
        return store;
    }

    SessionStore peer() {
        return peer;
    }

    Optional<ManualClock> clock() {
        return Optional.ofNullable(clock);
    }

    int largestValue() {
        return Math.min(largestValue, MEBIBYTE);
    }

    Optional<Outage> outage() {
        return Optional.ofNullable(outage);
    }

    void close() {
        store.close();
        peer.close();
    }

    /** Something that a test does to a server. */
    @FunctionalInterface
    public interface Step {

        /**
         * Does it and returns when it has taken effect.
         *
         * @throws Exception if it cannot be done; the test fails
         */
        void run() throws Exception;
    }

    record Outage(Step begin, Step end) {}
}

package io.cloakroom.session.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cloakroom.session.store.ExpiryEvents.Subscription;
import io.cloakroom.session.store.PrincipalIndex.OwnedSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the in-memory store adds to the contract, which {@code session-tck} runs on it. */
final class OwnedInMemorySessionsTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration LIFE = Duration.ofMinutes(30);

    private volatile Instant now = START;
    private final InstantSource clock = () -> now;
    private final InMemorySessionStore store = InMemorySessionStore.create(50, clock);

    @Test
    void find_aboveTheBound_findsNoMoreThanThereAre() {
        for (int i = 0; i < 5_000; i++) {
            create("anna");
        }

        // the cache gives sessions up in the background
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (store.findByPrincipal("anna").size() > 100) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(store.findByPrincipal("anna")).isNotEmpty().isSortedAccordingTo(PrincipalIndex.NEWEST_FIRST);
    }

    @Test
    void reserve_forALiveSession_leavesNothingBehindWhenItEnds() {
        StoreKey key = create("anna");
        assertThat(store.reserve("anna", key, 1, LIFE)).isTrue();
        assertThat(store.reserve("anna", newKey(), 1, LIFE)).isFalse();

        store.delete(key, 1);

        assertThat(store.reserve("anna", newKey(), 1, LIFE)).isTrue();
    }

    @Test
    void reserve_renewed_lastsUntilTheLaterEnd() {
        StoreKey key = newKey();
        store.reserve("anna", key, 1, LIFE);
        store.reserve("anna", key, 1, LIFE.multipliedBy(2));

        now = START.plus(LIFE);
        assertThat(store.reserve("anna", newKey(), 1, LIFE)).isFalse();
        now = START.plus(LIFE.multipliedBy(2));

        assertThat(store.reserve("anna", newKey(), 1, LIFE)).isTrue();
    }

    @Test
    void reserve_outOfRange_isRefused() {
        StoreKey key = newKey();

        assertThatIllegalArgumentException().isThrownBy(() -> store.reserve("anna", key, 0, LIFE));
        assertThatIllegalArgumentException().isThrownBy(() -> store.reserve("anna", key, 1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> store.reserve("anna", key, 1, LIFE.negated()));
    }

    @Test
    void ownedSession_withoutAnOwner_isRefused() {
        SessionMetadata nobodys =
                new SessionMetadata(START, START, LIFE, START.plus(LIFE), START.plus(LIFE), 1, 1, null);

        assertThatIllegalArgumentException().isThrownBy(() -> new OwnedSession(newKey(), nobodys));
    }

    @Test
    void onExpiry_listenerClosesAndFails_doesNoHarm() throws Exception {
        BlockingQueue<StoreKey> told = new LinkedBlockingQueue<>();
        AtomicReference<Subscription> subscription = new AtomicReference<>();
        subscription.set(store.onExpiry((key, last) -> {
            told.add(key);
            requireNonNull(subscription.get()).close();
            throw new IllegalStateException("the listener fails");
        }));
        StoreKey first = create("anna");
        now = START.plus(LIFE);
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(first);
        store.onExpiry((key, last) -> told.add(key));

        StoreKey second = newKey();
        store.create(second, record("bob", now));
        now = now.plus(LIFE);

        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(second);
        store.close();
        assertThat(Stream.of(first, second).map(store::load)).containsOnly(new LoadOutcome.NotFound());
    }

    @Test
    void onExpiry_storeClosed_isRefused() {
        store.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> store.onExpiry((key, last) -> {}))
                .withMessageContaining("closed");
    }

    private StoreKey create(String user) {
        StoreKey key = newKey();
        assertThat(store.create(key, record(user))).isTrue();
        return key;
    }

    private static StoreKey newKey() {
        return StoreKey.ofSessionId(UUID.randomUUID().toString());
    }

    private static SessionRecord record(String user) {
        return record(user, START);
    }

    private static SessionRecord record(String user, Instant start) {
        SessionOwner owner = new SessionOwner(user, start, "Firefox");
        return new SessionRecord(
                new SessionMetadata(start, start, LIFE, start.plus(LIFE), start.plus(LIFE), 1, 1, owner), Map.of());
    }
}

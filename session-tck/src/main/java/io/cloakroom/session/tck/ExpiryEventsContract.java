package io.cloakroom.session.tck;

import static io.cloakroom.session.store.AttributeChange.ANY;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.ExpiryEvents;
import io.cloakroom.session.store.ExpiryEvents.Subscription;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;

/** A store tells each session that has expired once, and no other. */
abstract class ExpiryEventsContract extends CapabilityBehaviour {

    private static final int MANY = 60;

    @TestFactory
    Stream<DynamicTest> expiry_unused_isToldWithTheRecord(TestInfo test) {
        return onEvents(test, (events, told) -> {
            Duration life = shortLife();
            StoreKey key = created(sessionOf(ALICE, life));
            store().save(
                            key,
                            new Delta(1, access(Duration.ZERO, life))
                                    .put("größe", value("44"), ANY)
                                    .build());
            SessionRecord last = loaded(key);

            letPass(life);

            eventually("the session is told", () -> told.count(key) > 0);
            assertThat(told.of(key)).containsExactly(last);
            assertNotFound(key);
            assertGone(store().save(key, delta(1).build()));
        });
    }

    @TestFactory
    Stream<DynamicTest> expiry_manyAndTwoInstances_isToldOnce(TestInfo test) {
        return onEvents(test, (events, told) -> {
            Duration life = lifeToProlong();
            List<StoreKey> keys = created(MANY, life);

            letPass(life);

            eventually("all are told", () -> keys.stream().allMatch(key -> told.count(key) > 0));
            pastTheNextClaim(told);
            assertThat(keys).allSatisfy(key -> assertThat(told.count(key)).isEqualTo(1));
        });
    }

    @TestFactory
    Stream<DynamicTest> expiry_alive_isNotTold(TestInfo test) {
        return onEvents(test, (events, told) -> {
            StoreKey key = created();

            pastTheNextClaim(told);

            assertThat(told.count(key)).isZero();
        });
    }

    @TestFactory
    Stream<DynamicTest> expiry_deleted_isNotTold(TestInfo test) {
        return onEvents(test, (events, told) -> {
            Duration life = lifeToProlong();
            StoreKey key = created(sessionOf(ALICE, life));
            store().delete(key, 1);

            letPass(life);

            pastTheNextClaim(told);
            assertThat(told.count(key)).isZero();
        });
    }

    @TestFactory
    Stream<DynamicTest> expiry_idChanged_isToldUnderTheNewOne(TestInfo test) {
        return onEvents(test, (events, told) -> {
            Duration life = lifeToProlong();
            StoreKey from = created(sessionOf(ALICE, life));
            StoreKey to = newKey();
            store().changeId(from, to, new Delta(1, access(Duration.ZERO, life)).build());

            letPass(life);

            eventually("the session is told", () -> told.count(to) > 0);
            pastTheNextClaim(told);
            assertThat(told.count(to)).isEqualTo(1);
            assertThat(told.count(from)).isZero();
        });
    }

    @TestFactory
    Stream<DynamicTest> expiry_prolonged_isNotToldEarly(TestInfo test) {
        return onEvents(test, (events, told) -> {
            Duration life = lifeToProlong();
            StoreKey touched = created(sessionOf(ALICE, life));
            StoreKey saved = created(sessionOf(ALICE, life));
            prolong(touched, life.plus(LIFE));
            store().save(saved, new Delta(1, access(Duration.ZERO, life.plus(LIFE))).build());

            letPass(life);

            pastTheNextClaim(told);
            assertThat(told.count(touched)).isZero();
            assertThat(told.count(saved)).isZero();
            underTest().clock().ifPresent(clock -> {
                clock.advance(LIFE);
                eventually("both are told", () -> told.count(touched) == 1 && told.count(saved) == 1);
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> expiry_shortened_isToldAtTheNewEnd(TestInfo test) {
        return onEvents(test, (events, told) -> {
            StoreKey key = created();
            Duration life = Duration.ofMillis(100);
            store().save(
                            key,
                            new Delta(1, new SessionAccess(now(), now().plus(life)))
                                    .interval(life)
                                    .build());

            letPass(life);

            eventually("the session is told", () -> told.count(key) == 1);
        });
    }

    @TestFactory
    Stream<DynamicTest> expiry_subscriptionClosed_isToldToOthers(TestInfo test) {
        return on(ExpiryEvents.class, test, events -> {
            ToldSessions closed = new ToldSessions();
            events.onExpiry(closed).close();
            ToldSessions open = new ToldSessions();
            try (Subscription subscription = instance(1, ExpiryEvents.class).onExpiry(open)) {
                assertThat(subscription).isNotNull();
                List<StoreKey> keys = created(10, shortLife());

                letPass(shortLife());

                eventually("all are told", () -> keys.stream().allMatch(key -> open.count(key) > 0));
                assertThat(keys).allSatisfy(key -> assertThat(closed.count(key)).isZero());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> expiry_severalListenersOfOneInstance_oneIsTold(TestInfo test) {
        return on(ExpiryEvents.class, test, events -> {
            ToldSessions told = new ToldSessions();
            try (Subscription one = events.onExpiry(told);
                    Subscription another = events.onExpiry(told)) {
                assertThat(one).isNotSameAs(another);
                List<StoreKey> keys = created(10, shortLife());

                letPass(shortLife());

                eventually("all are told", () -> keys.stream().allMatch(key -> told.count(key) > 0));
                pastTheNextClaim(told);
                assertThat(keys).allSatisfy(key -> assertThat(told.count(key)).isEqualTo(1));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> expiry_listenerLeavesInTheMiddle_othersAreToldTheRest(TestInfo test) {
        return on(ExpiryEvents.class, test, events -> {
            ToldSessions leaving = new ToldSessions();
            CompletableFuture<Subscription> left = new CompletableFuture<>();
            Subscription first = events.onExpiry((key, last) -> {
                leaving.expired(key, last);
                left.join().close();
            });
            left.complete(first);
            Duration life = lifeToProlong();
            List<StoreKey> keys = created(MANY, life);

            letPass(life);
            eventually("one is told", () -> keys.stream().anyMatch(key -> leaving.count(key) > 0));

            ToldSessions staying = new ToldSessions();
            try (Subscription second = instance(1, ExpiryEvents.class).onExpiry(staying)) {
                assertThat(second).isNotNull();
                eventually(
                        "all are told",
                        () -> keys.stream().allMatch(key -> leaving.count(key) + staying.count(key) > 0));
                pastTheNextClaim(staying);
                assertThat(keys)
                        .allSatisfy(key -> assertThat(leaving.count(key) + staying.count(key))
                                .isEqualTo(1));
                assertThat(keys.stream().filter(key -> leaving.count(key) > 0)).hasSize(1);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> expiry_listenerThrows_othersAreToldStill(TestInfo test) {
        return on(ExpiryEvents.class, test, events -> {
            Set<StoreKey> told = ConcurrentHashMap.newKeySet();
            try (Subscription subscription = events.onExpiry((key, last) -> {
                told.add(key);
                throw new IllegalStateException("a listener fails");
            })) {
                assertThat(subscription).isNotNull();
                StoreKey one = created(sessionOf(ALICE, shortLife()));
                StoreKey another = created(sessionOf(ALICE, shortLife()));
                letPass(shortLife());
                eventually("both are told", () -> told.containsAll(List.of(one, another)));

                StoreKey later = created(sessionOf(ALICE, shortLife()));
                letPass(shortLife());
                eventually("one that expires later is told", () -> told.contains(later));
            }
        });
    }

    /** Each session is another user's. */
    private List<StoreKey> created(int sessions, Duration life) {
        List<StoreKey> keys = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            keys.add(created(sessionOf(owner("user-" + i, 0), life)));
        }
        return keys;
    }

    /** Waits until sessions that expire from now on have been claimed twice, so that what was due before was, too. */
    private void pastTheNextClaim(ToldSessions told) {
        for (int claim = 0; claim < 2; claim++) {
            Duration life = Duration.ofMillis(100);
            StoreKey control = created(sessionOf(ALICE, life));
            letPass(life);
            eventually("the control is told", () -> told.count(control) > 0);
        }
    }

    /** Both instances claim, into one list. */
    private Stream<DynamicTest> onEvents(TestInfo test, EventBehaviour behaviour) {
        return on(ExpiryEvents.class, test, events -> {
            ToldSessions told = new ToldSessions();
            try (Subscription here = events.onExpiry(told);
                    Subscription there = instance(1, ExpiryEvents.class).onExpiry(told)) {
                assertThat(here).isNotNull();
                assertThat(there).isNotNull();
                behaviour.shownBy(events, told);
            }
        });
    }

    /** What a store that tells of expiry has to show. */
    private interface EventBehaviour {
        void shownBy(ExpiryEvents events, ToldSessions told) throws Exception;
    }
}

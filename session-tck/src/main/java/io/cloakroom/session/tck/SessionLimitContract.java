package io.cloakroom.session.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionLimit;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;

/** A user gets as many places as the limit says, and never one more. */
abstract class SessionLimitContract extends CapabilityBehaviour {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int ROUNDS = 6;
    private static final int LARGEST_LIMIT = 3;

    @TestFactory
    Stream<DynamicTest> reserve_belowTheLimit_succeeds(TestInfo test) {
        return onLimit(test, limit -> {
            String user = newPrincipal();

            assertThat(limit.reserve(user, newKey(), 2, MINUTE)).isTrue();
            assertThat(peerLimit().reserve(user, newKey(), 2, MINUTE)).isTrue();
            assertThat(limit.reserve(user, newKey(), 2, MINUTE)).isFalse();
            assertThat(limit.reserve(user, newKey(), 3, MINUTE)).isTrue();
        });
    }

    @TestFactory
    Stream<DynamicTest> reserve_anotherUser_isIndependent(TestInfo test) {
        return onLimit(test, limit -> {
            assertThat(limit.reserve(newPrincipal(), newKey(), 1, MINUTE)).isTrue();
            assertThat(limit.reserve(newPrincipal(), newKey(), 1, MINUTE)).isTrue();
        });
    }

    @TestFactory
    Stream<DynamicTest> reserve_outOfRange_isRefused(TestInfo test) {
        return onLimit(test, limit -> {
            String user = newPrincipal();

            assertThatIllegalArgumentException().isThrownBy(() -> limit.reserve(user, newKey(), 0, MINUTE));
            assertThatIllegalArgumentException().isThrownBy(() -> limit.reserve(user, newKey(), 1, Duration.ZERO));
        });
    }

    @TestFactory
    Stream<DynamicTest> reserve_afterAReservation_findsNoSession(TestInfo test) {
        return onLimit(test, limit -> {
            String user = newPrincipal();
            limit.reserve(user, newKey(), 1, MINUTE);

            assertThat(limit.findByPrincipal(user)).isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> reserve_reservationEnded_succeeds(TestInfo test) {
        return onLimit(test, limit -> {
            String user = newPrincipal();
            limit.reserve(user, newKey(), 1, shortLife());

            letPass(shortLife());

            assertThat(isFull(user, 1)).isFalse();
        });
    }

    @TestFactory
    Stream<DynamicTest> reserve_sameKeyAgain_renews(TestInfo test) {
        return onLimit(test, limit -> {
            String user = newPrincipal();
            StoreKey key = newKey();
            assertThat(limit.reserve(user, key, 1, shortLife())).isTrue();

            assertThat(peerLimit().reserve(user, key, 1, shortLife().plus(MINUTE)))
                    .isTrue();
            letPass(shortLife());

            assertThat(isFull(user, 1)).isTrue();
        });
    }

    @TestFactory
    Stream<DynamicTest> reserve_savedMeanwhile_takesThePlace(TestInfo test) {
        return onLimit(test, limit -> {
            String user = newPrincipal();
            StoreKey createdNow = newKey();
            StoreKey movedNow = newKey();
            StoreKey savedNow = created();
            for (StoreKey key : List.of(createdNow, movedNow, savedNow)) {
                assertThat(limit.reserve(user, key, 3, shortLife())).isTrue();
            }
            Duration life = shortLife().plus(LIFE);
            store().create(createdNow, sessionOf(owner(user, 0), life));
            store().changeId(created(), movedNow, logIn(user, life));
            store().save(savedNow, logIn(user, life));
            assertPlaces(user, 3);

            letPass(shortLife());

            assertPlaces(user, 3);
        });
    }

    @TestFactory
    Stream<DynamicTest> reserve_liveSessions_count(TestInfo test) {
        return onLimit(test, limit -> {
            String user = newPrincipal();
            createdFor(user);
            createdFor(user);

            assertPlaces(user, 2);
        });
    }

    @TestFactory
    Stream<DynamicTest> reserve_keyOfALiveSession_succeeds(TestInfo test) {
        return onLimit(test, limit -> {
            String user = newPrincipal();
            StoreKey key = createdFor(user);

            assertThat(limit.reserve(user, key, 1, MINUTE)).isTrue();
            assertPlaces(user, 1);
        });
    }

    @TestFactory
    Stream<DynamicTest> reserve_sessionMoved_keepsItsPlace(TestInfo test) {
        return onLimit(test, limit -> {
            String user = newPrincipal();
            StoreKey key = newKey();
            limit.reserve(user, key, 1, MINUTE);
            store().create(key, sessionOf(owner(user, 0), LIFE));
            store().changeId(key, newKey(), delta(1).build());

            assertPlaces(user, 1);
        });
    }

    @TestFactory
    Stream<DynamicTest> reserve_sessionProlonged_keepsItsPlace(TestInfo test) {
        return onLimit(test, limit -> {
            String user = newPrincipal();
            Duration life = lifeToProlong();
            StoreKey key = created(sessionOf(owner(user, 0), life));
            prolong(key, life.plus(LIFE));

            letPass(life);

            assertPlaces(user, 1);
        });
    }

    @TestFactory
    Stream<DynamicTest> reserve_sessionDeletedOrExpired_succeeds(TestInfo test) {
        return onLimit(test, limit -> {
            String deleted = newPrincipal();
            StoreKey key = newKey();
            limit.reserve(deleted, key, 1, MINUTE);
            store().create(key, sessionOf(owner(deleted, 0), LIFE));
            store().delete(key, 1);
            assertThat(isFull(deleted, 1)).isFalse();

            String expired = newPrincipal();
            expiredOf(expired);
            assertThat(isFull(expired, 1)).isFalse();
        });
    }

    @TestFactory
    Stream<DynamicTest> reserve_sessionOfAnotherOwner_succeeds(TestInfo test) {
        return onLimit(test, limit -> {
            String first = newPrincipal();
            String second = newPrincipal();
            StoreKey key = createdFor(first);
            store().save(key, delta(1).owner(owner(second, 0)).build());

            assertThat(isFull(second, 1)).isTrue();
            assertThat(isFull(first, 1)).isFalse();
        });
    }

    @TestFactory
    Stream<DynamicTest> reserve_atOnce_exactlyTheLimitSucceeds(TestInfo test) {
        return onLimit(test, limit -> {
            for (int max = 1; max <= LARGEST_LIMIT; max++) {
                for (int round = 0; round < ROUNDS; round++) {
                    String user = newPrincipal();
                    int limitOfRound = max;

                    List<Boolean> reserved = race(client ->
                            () -> instance(client, SessionLimit.class).reserve(user, newKey(), limitOfRound, MINUTE));

                    assertThat(reserved).filteredOn(Boolean::booleanValue).hasSize(max);
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> reserve_logInsAtOnce_exactlyTheLimitSucceeds(TestInfo test) {
        return onLimit(test, limit -> {
            for (int max = 1; max <= LARGEST_LIMIT; max++) {
                String user = newPrincipal();
                int limitOfRound = max;

                race(client -> () -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        logIn(client, user, limitOfRound);
                    }
                    return client;
                });

                assertThat(limit.findByPrincipal(user)).hasSize(max);
            }
        });
    }

    private SessionChanges logIn(String user, Duration life) {
        return new Delta(1, access(Duration.ZERO, life)).owner(owner(user, 0)).build();
    }

    private void logIn(int client, String user, int max) {
        StoreKey from = newKey();
        StoreKey to = newKey();
        instance(client).create(from, newSession());
        if (instance(client, SessionLimit.class).reserve(user, to, max, MINUTE)) {
            assertThat(instance(client)
                            .changeId(
                                    from,
                                    to,
                                    delta(1).owner(owner(user, client)).build()))
                    .isInstanceOf(Applied.class);
        }
    }

    @TestFactory
    Stream<DynamicTest> reserve_whileTheHolderSaves_neverFindsAFreePlace(TestInfo test) {
        return onLimit(test, limit -> {
            for (int round = 0; round < ROUNDS; round++) {
                String user = newPrincipal();
                StoreKey from = created();
                StoreKey to = newKey();
                StoreKey other = newKey();
                limit.reserve(user, to, 1, MINUTE);
                AtomicBoolean done = new AtomicBoolean();

                Race.run(List.of(
                        () -> {
                            try {
                                store().changeId(
                                                from,
                                                to,
                                                delta(1).owner(owner(user, 0)).build());
                                store().changeId(to, newKey(), delta(2).build());
                            } finally {
                                done.set(true);
                            }
                            return user;
                        },
                        () -> {
                            while (!done.get()) {
                                assertThat(peerLimit().reserve(user, other, 1, MINUTE))
                                        .as("a place while its holder is being saved")
                                        .isFalse();
                            }
                            return user;
                        }));
            }
        });
    }

    /** The user holds exactly so many places, by both instances. */
    private void assertPlaces(String user, int places) {
        assertThat(isFull(user, places)).as("at a limit of " + places).isTrue();
        assertThat(isFull(user, places + 1)).as("at a limit of " + (places + 1)).isFalse();
    }

    /** Asks with the shortest reservation there is, and lets it end. */
    private boolean isFull(String user, int max) {
        boolean reserved = peerLimit().reserve(user, newKey(), max, Duration.ofMillis(1));
        letPass(Duration.ofMillis(1));
        return !reserved;
    }

    private SessionLimit peerLimit() {
        return instance(1, SessionLimit.class);
    }

    private Stream<DynamicTest> onLimit(TestInfo test, Behaviour<SessionLimit> behaviour) {
        return on(SessionLimit.class, test, behaviour);
    }
}

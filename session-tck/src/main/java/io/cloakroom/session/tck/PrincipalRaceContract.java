package io.cloakroom.session.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.PrincipalIndex;
import io.cloakroom.session.store.PrincipalIndex.OwnedSession;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.StoreKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;

/** The index is right while many log in, log out and change their ids on two instances. */
abstract class PrincipalRaceContract extends CapabilityBehaviour {

    private static final int ROUNDS = 10;
    private static final int LOG_INS = 12;
    private static final int FINDS = 40;

    @TestFactory
    Stream<DynamicTest> find_logInsAndLogOuts_findsTheSurvivors(TestInfo test) {
        return on(PrincipalIndex.class, test, index -> {
            String user = newPrincipal();

            List<List<StoreKey>> survivors = race(client -> () -> logInAndOut(instance(client), user));

            assertThat(index.findByPrincipal(user))
                    .extracting(OwnedSession::key)
                    .containsExactlyInAnyOrderElementsOf(
                            survivors.stream().flatMap(Collection::stream).toList());
        });
    }

    /** Every third log-in is followed by a log-out, every third by nothing, and the rest get another id. */
    private List<StoreKey> logInAndOut(SessionStore instance, String user) {
        List<StoreKey> living = new ArrayList<>();
        for (int n = 0; n < LOG_INS; n++) {
            StoreKey from = newKey();
            StoreKey key = newKey();
            assertThat(instance.create(from, newSession())).isTrue();
            assertThat(instance.changeId(
                            from, key, delta(1).owner(owner(user, n)).build()))
                    .isInstanceOf(Applied.class);
            if (n % 3 == 0) {
                assertThat(instance.delete(key, 2)).isInstanceOf(Applied.class);
            } else if (n % 3 == 1) {
                living.add(key);
            } else {
                StoreKey next = newKey();
                assertThat(instance.changeId(key, next, delta(2).build())).isInstanceOf(Applied.class);
                living.add(next);
            }
        }
        return living;
    }

    @TestFactory
    Stream<DynamicTest> find_whileTheIdChanges_neverMissesTheSession(TestInfo test) {
        return on(PrincipalIndex.class, test, index -> {
            String user = newPrincipal();
            StoreKey start = createdFor(user);
            AtomicBoolean done = new AtomicBoolean();

            Race.run(List.of(() -> move(start, done), () -> {
                try {
                    for (int n = 0; n < FINDS; n++) {
                        assertThat(instance(1, PrincipalIndex.class).findByPrincipal(user))
                                .as("the session of a user whose id is being changed")
                                .hasSize(1);
                    }
                } finally {
                    done.set(true);
                }
                return start;
            }));
        });
    }

    private StoreKey move(StoreKey start, AtomicBoolean done) {
        StoreKey key = start;
        for (int generation = 1; !done.get(); generation++) {
            StoreKey next = newKey();
            assertThat(store().changeId(key, next, delta(generation).build())).isInstanceOf(Applied.class);
            key = next;
        }
        return key;
    }

    @TestFactory
    Stream<DynamicTest> find_deletedAgainstSaves_leavesNoEntry(TestInfo test) {
        return on(PrincipalIndex.class, test, index -> {
            for (int round = 0; round < ROUNDS; round++) {
                String user = newPrincipal();
                StoreKey key = createdFor(user);

                List<ChangeOutcome> outcomes = race(client -> client == 0
                        ? () -> store().delete(key, 1)
                        : () -> instance(client)
                                .save(key, delta(1).owner(owner(user, client)).build()));

                assertThat(outcomes.get(0)).isInstanceOf(Applied.class);
                assertThat(index.findByPrincipal(user)).isEmpty();
                assertThat(instance(1, PrincipalIndex.class).findByPrincipal(user))
                        .isEmpty();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> find_twoOwnersAtOnce_findsTheOneThatIsStored(TestInfo test) {
        return on(PrincipalIndex.class, test, index -> {
            for (int round = 0; round < ROUNDS; round++) {
                List<String> users = List.of(newPrincipal(), newPrincipal(), newPrincipal(), newPrincipal());
                StoreKey key = created();

                race(client -> () -> instance(client)
                        .save(key, delta(1).owner(owner(users.get(client), 0)).build()));

                String owner = ownerOf(key).principal();
                for (String user : users) {
                    assertThat(index.findByPrincipal(user)).hasSize(user.equals(owner) ? 1 : 0);
                }
            }
        });
    }
}

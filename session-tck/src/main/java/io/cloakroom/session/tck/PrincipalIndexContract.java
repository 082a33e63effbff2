package io.cloakroom.session.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.PrincipalIndex;
import io.cloakroom.session.store.PrincipalIndex.OwnedSession;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;

/** A store finds the live sessions of a user, all of them and no others. */
abstract class PrincipalIndexContract extends CapabilityBehaviour {

    /** More than stores with a limit on the size of a batch or a page read at once. */
    private static final int MANY = 120;

    private static final String LONG_NAME = "語".repeat(1000);

    @TestFactory
    Stream<DynamicTest> find_unknownPrincipal_isEmpty(TestInfo test) {
        return onIndex(
                test, index -> assertThat(index.findByPrincipal(newPrincipal())).isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> find_createdWithOwner_findsItsMetadata(TestInfo test) {
        return onIndex(test, index -> {
            String user = newPrincipal();
            StoreKey key = createdFor(user);

            assertFinds(user, key);
            assertThat(index.findByPrincipal(user).get(0).metadata())
                    .isEqualTo(loaded(key).metadata());
        });
    }

    @TestFactory
    Stream<DynamicTest> find_savedWithOwner_findsItsMetadata(TestInfo test) {
        return onIndex(test, index -> {
            String user = newPrincipal();
            StoreKey key = created();
            store().save(key, delta(1).owner(owner(user, 7)).build());

            assertFinds(user, key);
            assertThat(index.findByPrincipal(user).get(0).metadata())
                    .isEqualTo(loaded(key).metadata());
        });
    }

    @TestFactory
    Stream<DynamicTest> find_movedWithOwner_findsTheNewKey(TestInfo test) {
        return onIndex(test, index -> {
            String user = newPrincipal();
            StoreKey to = newKey();
            store().changeId(created(), to, delta(1).owner(owner(user, 0)).build());

            assertFinds(user, to);
            assertThat(index.findByPrincipal(user).get(0).metadata())
                    .isEqualTo(loaded(to).metadata());
        });
    }

    @TestFactory
    Stream<DynamicTest> find_movedLater_findsTheNewKeyOnly(TestInfo test) {
        return onIndex(test, index -> {
            String user = newPrincipal();
            StoreKey to = newKey();
            store().changeId(createdFor(user), to, delta(1).build());

            assertFinds(user, to);
        });
    }

    @TestFactory
    Stream<DynamicTest> find_savedAndTouchedLater_findsTheNewTimes(TestInfo test) {
        return onIndex(test, index -> {
            String user = newPrincipal();
            StoreKey key = createdFor(user);
            store().save(key, delta(1).put("cart", value("hat"), 1).build());
            prolong(key, LIFE.multipliedBy(2));

            assertFinds(user, key);
            assertThat(index.findByPrincipal(user).get(0).metadata())
                    .isEqualTo(loaded(key).metadata());
        });
    }

    @TestFactory
    Stream<DynamicTest> find_anotherOwner_replacesTheFirst(TestInfo test) {
        return onIndex(test, index -> {
            String first = newPrincipal();
            String second = newPrincipal();
            StoreKey key = createdFor(first);
            StoreKey moved = createdFor(first);
            StoreKey to = newKey();
            store().save(key, delta(1).owner(owner(second, 2)).build());
            store().changeId(moved, to, delta(1).owner(owner(second, 1)).build());

            assertFinds(first);
            assertFinds(second, key, to);
        });
    }

    @TestFactory
    Stream<DynamicTest> find_sameOwnerLater_keepsTheLater(TestInfo test) {
        return onIndex(test, index -> {
            String user = newPrincipal();
            StoreKey key = createdFor(user);
            store().save(
                            key,
                            delta(1).owner(new SessionOwner(user, now().plusMillis(5), "Chrome"))
                                    .build());

            assertFinds(user, key);
            assertThat(index.findByPrincipal(user).get(0).owner().device()).isEqualTo("Chrome");
        });
    }

    @TestFactory
    Stream<DynamicTest> find_deleted_isEmpty(TestInfo test) {
        return onIndex(test, index -> {
            String user = newPrincipal();
            store().delete(createdFor(user), 1);
            StoreKey to = newKey();
            store().changeId(createdFor(user), to, delta(1).build());
            peer().delete(to, 2);

            assertFinds(user);
        });
    }

    @TestFactory
    Stream<DynamicTest> find_expired_isEmpty(TestInfo test) {
        return onIndex(test, index -> {
            String user = newPrincipal();
            StoreKey living = created(sessionOf(owner(user, 0), shortLife().plus(LIFE)));
            expiredOf(user);

            assertFinds(user, living);
        });
    }

    @TestFactory
    Stream<DynamicTest> find_endMovedIntoThePast_isEmpty(TestInfo test) {
        return onIndex(test, index -> {
            String user = newPrincipal();
            StoreKey key = createdFor(user);
            store().save(
                            key,
                            new Delta(1, new SessionAccess(now(), now()))
                                    .interval(Duration.ofMillis(1))
                                    .build());

            assertFinds(user);
        });
    }

    @TestFactory
    Stream<DynamicTest> find_prolonged_outlivesItsFirstEnd(TestInfo test) {
        return onIndex(test, index -> {
            String user = newPrincipal();
            Duration life = lifeToProlong();
            StoreKey saved = created(sessionOf(owner(user, 2), life));
            StoreKey touched = created(sessionOf(owner(user, 1), life));
            store().save(saved, new Delta(1, access(Duration.ZERO, life.plus(LIFE))).build());
            prolong(touched, life.plus(LIFE));

            letPass(life);

            assertFinds(user, saved, touched);
        });
    }

    @TestFactory
    Stream<DynamicTest> find_many_newestFirst(TestInfo test) {
        return onIndex(test, index -> {
            String user = newPrincipal();
            Instant now = now();
            for (int i = 0; i < MANY; i++) {
                // out of order, and some at the same moment
                int since = (i * 7) % 50;
                created(sessionOf(new SessionOwner(user, now.plusMillis(since), "" + i), LIFE));
            }

            List<OwnedSession> found = index.findByPrincipal(user);

            assertThat(found)
                    .hasSize(MANY)
                    .isSortedAccordingTo(PrincipalIndex.NEWEST_FIRST)
                    .extracting(OwnedSession::key)
                    .doesNotHaveDuplicates();
            assertThat(peerIndex().findByPrincipal(user)).isEqualTo(found);
        });
    }

    @TestFactory
    Stream<DynamicTest> find_anyName_findsExactlyThat(TestInfo test) {
        return onIndex(test, index -> {
            String user = newPrincipal();
            List<String> names = List.of(
                    user,
                    user.toUpperCase(Locale.ROOT),
                    user + "*",
                    user + ":größe 語\uD83D\uDE00",
                    user + " ",
                    "{" + user + "}/..%00\n\u0000",
                    user + LONG_NAME.substring(user.length()),
                    user + LONG_NAME.substring(user.length() + 1) + "x");
            List<StoreKey> keys = new ArrayList<>();
            names.forEach(name -> keys.add(createdFor(name)));

            for (int i = 0; i < names.size(); i++) {
                assertFinds(names.get(i), keys.get(i));
                assertThat(ownerOf(keys.get(i)).principal()).isEqualTo(names.get(i));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> find_sameMoment_greaterKeyFirst(TestInfo test) {
        return onIndex(test, index -> {
            String user = newPrincipal();
            SessionOwner owner = owner(user, 0);
            List<StoreKey> keys = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                keys.add(created(sessionOf(owner, LIFE)));
            }
            keys.sort(Comparator.comparing(StoreKey::value).reversed());

            assertFinds(user, keys.toArray(StoreKey[]::new));
        });
    }

    /** Both instances find the sessions, in this order. */
    private void assertFinds(String user, StoreKey... keys) {
        assertThat(instance(0, PrincipalIndex.class).findByPrincipal(user))
                .extracting(OwnedSession::key)
                .containsExactly(keys);
        assertThat(peerIndex().findByPrincipal(user))
                .extracting(OwnedSession::key)
                .containsExactly(keys);
    }

    private PrincipalIndex peerIndex() {
        return instance(1, PrincipalIndex.class);
    }

    private Stream<DynamicTest> onIndex(TestInfo test, Behaviour<PrincipalIndex> behaviour) {
        return on(PrincipalIndex.class, test, behaviour);
    }
}

package io.cloakroom.session.tck;

import static io.cloakroom.session.store.AttributeChange.ABSENT;
import static io.cloakroom.session.store.AttributeChange.ANY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ChangeOutcome.Conflict;
import io.cloakroom.session.store.ChangeOutcome.Gone;
import io.cloakroom.session.store.ChangeOutcome.Moved;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What many requests at once, on two instances, do to one session. */
abstract class RaceContract extends StoreBehaviour {

    private static final int ROUNDS = 20;
    private static final int WRITERS = 4;
    private static final int WRITES = 25;

    @Test
    void create_sameKey_exactlyOneWins() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            StoreKey key = newKey();

            List<Boolean> created = race(writer -> () -> {
                Map<String, StoredAttribute> attributes = Map.of("writer", new StoredAttribute(value("" + writer), 1));
                return instance(writer).create(key, new SessionRecord(newMetadata(LIFE), attributes));
            });

            assertThat(created).containsOnlyOnce(true);
            String winner = "" + created.indexOf(true);
            assertThat(attribute(loaded(key), "writer").value()).isEqualTo(value(winner));
        }
    }

    @Test
    void save_differentAttributes_keepsAll() throws Exception {
        StoreKey key = created();

        race(writer -> () -> {
            for (int n = 0; n < WRITES; n++) {
                SessionChanges changes =
                        delta(1).put(writer + "/" + n, value("x"), ABSENT).build();
                assertThat(instance(writer).save(key, changes)).isInstanceOf(Applied.class);
            }
            return writer;
        });

        assertThat(loaded(key).attributes()).hasSize(1 + WRITERS * WRITES);
        assertThat(loaded(key).metadata().version()).isEqualTo(1L + WRITERS * WRITES);
    }

    @Test
    void save_compareAndSet_losesNoIncrement() throws Exception {
        StoreKey key = created();

        race(writer -> () -> {
            for (int n = 0; n < WRITES; n++) {
                increment(instance(writer), key);
            }
            return writer;
        });

        assertThat(counter(loaded(key))).isEqualTo(WRITERS * WRITES);
    }

    @Test
    void load_whileSaving_neverSeesHalfASave() throws Exception {
        StoreKey key = created();
        AtomicBoolean done = new AtomicBoolean();

        Race.run(List.of(
                () -> {
                    for (int n = 0; n < WRITES * WRITERS; n++) {
                        EncodedValue value = value("" + n);
                        store().save(
                                        key,
                                        delta(1).put("a", value, ANY)
                                                .put("b", value, ANY)
                                                .build());
                    }
                    done.set(true);
                    return done;
                },
                () -> {
                    while (!done.get()) {
                        SessionRecord record = ((Found) peer().load(key)).record();
                        assertThat(record.attributes().get("a"))
                                .isEqualTo(record.attributes().get("b"));
                    }
                    return done;
                }));
    }

    @Test
    void changeId_fromOneKey_exactlyOneWins() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            StoreKey from = created();
            List<StoreKey> targets =
                    IntStream.range(0, WRITERS).mapToObj(i -> newKey()).toList();

            List<ChangeOutcome> outcomes =
                    race(writer -> () -> instance(writer).changeId(from, targets.get(writer), delta(1).build()));

            assertThat(outcomes).containsOnlyOnce(new Applied(2, 2));
            StoreKey winner = targets.get(outcomes.indexOf(new Applied(2, 2)));
            assertThat(outcomes).filteredOn(Moved.class::isInstance).hasSize(WRITERS - 1);
            assertThat(outcomes).containsOnly(new Applied(2, 2), new Moved(winner, 2));
            targets.stream().filter(target -> !target.equals(winner)).forEach(this::assertNotFound);
            assertThat(loaded(winner).attributes()).isEqualTo(newSession().attributes());
        }
    }

    @Test
    void changeId_againstSaves_losesNone() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            StoreKey from = created();
            StoreKey to = newKey();

            race(writer -> writer == 0
                    ? () -> store().changeId(from, to, delta(1).build())
                    : () -> saveFollowing(instance(writer), from, "writer-" + writer));

            assertNotFound(from);
            assertThat(loaded(to).attributes()).containsOnlyKeys("cart", "writer-1", "writer-2", "writer-3");
            assertThat(loaded(to).metadata().version()).isEqualTo(1L + WRITERS);
        }
    }

    @Test
    void changeId_readMeanwhile_isNeverNowhere() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            StoreKey from = created();
            StoreKey to = newKey();

            Race.run(List.of(() -> store().changeId(from, to, delta(1).build()), () -> {
                readUntilMoved(from);
                assertThat(peer().load(to)).isInstanceOf(Found.class);
                return to;
            }));
        }
    }

    @Test
    void delete_againstSaves_staysDeleted() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            StoreKey key = created();

            List<ChangeOutcome> outcomes = race(writer -> writer == 0
                    ? () -> store().delete(key, 1)
                    : () -> instance(writer)
                            .save(key, delta(1).put("n", value("x"), ANY).build()));

            assertThat(outcomes.get(0)).isInstanceOf(Applied.class);
            assertThat(outcomes).hasOnlyElementsOfTypes(Applied.class, Gone.class);
            assertNotFound(key);
        }
    }

    @Test
    void delete_againstChangeId_leavesNoCopy() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            StoreKey from = created();
            StoreKey to = newKey();

            Race.run(List.of(() -> store().changeId(from, to, delta(1).build()), () -> deleteFollowing(from)));

            assertThat(store().load(from)).isEqualTo(new NotFound());
            assertThat(store().load(to)).isEqualTo(new NotFound());
        }
    }

    /** Without a pause: the moment between two steps of a careless store is short. */
    private void readUntilMoved(StoreKey key) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (peer().load(key) instanceof Found) {
            assertThat(System.nanoTime()).as("the session is still there").isLessThan(deadline);
        }
    }

    private <T> List<T> race(WriterOf<T> writers) throws Exception {
        return Race.run(IntStream.range(0, WRITERS).mapToObj(writers::writer).toList());
    }

    /** Every other writer works on the second instance. */
    private SessionStore instance(int writer) {
        return writer % 2 == 0 ? store() : peer();
    }

    private void increment(SessionStore instance, StoreKey key) {
        SessionRecord current = ((Found) instance.load(key)).record();
        while (true) {
            StoredAttribute counter = current.attributes().get("counter");
            long expected = counter == null ? ABSENT : counter.version();
            EncodedValue next = value("" + (counter(current) + 1));
            ChangeOutcome outcome =
                    instance.save(key, delta(1).put("counter", next, expected).build());
            if (!(outcome instanceof Conflict conflict)) {
                assertThat(outcome).isInstanceOf(Applied.class);
                return;
            }
            current = conflict.current();
        }
    }

    private static int counter(SessionRecord record) {
        StoredAttribute counter = record.attributes().get("counter");
        return counter == null ? 0 : Integer.parseInt(new String(counter.value().toByteArray(), UTF_8));
    }

    private ChangeOutcome saveFollowing(SessionStore instance, StoreKey key, String name) {
        SessionChanges changes = delta(1).put(name, value("x"), ABSENT).build();
        ChangeOutcome outcome = instance.save(key, changes);
        if (outcome instanceof Moved moved) {
            outcome = instance.save(moved.key(), changes.forGeneration(moved.generation()));
        }
        assertThat(outcome).isInstanceOf(Applied.class);
        return outcome;
    }

    private ChangeOutcome deleteFollowing(StoreKey key) {
        ChangeOutcome outcome = peer().delete(key, 1);
        return outcome instanceof Moved moved ? peer().delete(moved.key(), moved.generation()) : outcome;
    }

    /** Makes the racer of a number. */
    private interface WriterOf<T> {
        Callable<? extends T> writer(int number);
    }
}

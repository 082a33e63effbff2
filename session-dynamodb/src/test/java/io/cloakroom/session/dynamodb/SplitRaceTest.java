package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Sessions.attribute;
import static io.cloakroom.session.dynamodb.Sessions.loaded;
import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Writers on two instances replace two attributes of one session, always both and with the same mark in every byte, of
 * sizes from nothing to a megabyte; one of five calls of a writer fails, before or after it reached the server. Readers
 * must never see bytes of two writes. {@code -Dcloakroom.rounds=1000} makes more than the 60 saves of each writer.
 */
@Tag("long")
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class SplitRaceTest {

    private static final int ROUNDS = Integer.getInteger("cloakroom.rounds", 60);
    private static final int LARGEST = 1_000_000;
    private static final int WRITERS = 2;
    private static final int READERS = 2;

    private final ManualClock clock = ManualClock.startingNow();
    private final Sessions sessions = new Sessions(clock);
    private final StoreKey key = newKey();
    private final AtomicInteger mark = new AtomicInteger();
    private final AtomicInteger saved = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();

    @BeforeAll
    static void createTable() {
        LocalDynamoDb.createTable();
    }

    static List<Long> seeds() {
        return List.of(System.nanoTime());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Timeout(1_800)
    void anyHistory_readersSeeWholeWritesOnly(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        try (DynamoDbSessionStore store =
                LocalDynamoDb.storeBuilder(clock).timeout(LocalDynamoDb.PATIENT).build()) {
            store.create(key, sessions.session(Map.of("left", filled(0, 10), "right", filled(0, 20))));
        }
        ExecutorService threads = Executors.newCachedThreadPool();
        AtomicBoolean done = new AtomicBoolean();
        try {
            List<Future<?>> readers = new ArrayList<>();
            List<Future<?>> writers = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                readers.add(threads.submit(() -> readUntil(done)));
            }
            for (int writer = 0; writer < WRITERS; writer++) {
                SplittableRandom own = random.split();
                writers.add(threads.submit(() -> write(own)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            done.set(true);
            for (Future<?> reader : readers) {
                reader.get();
            }
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
        System.out.printf(
                "SplitRaceTest: seed %d, %d saves, %d unanswered, %d reads%n",
                seed, saved.get(), failed.get(), read.get());
        assertThat(saved.get()).isPositive();
        assertThat(read.get()).isPositive();
    }

    private void write(SplittableRandom random) {
        FaultyHttp http = new FaultyHttp();
        try (DynamoDbClient client =
                        LocalDynamoDb.withoutRetries(DynamoDbLocal.shared().endpoint(), http);
                DynamoDbSessionStore store = DynamoDbSessionStore.builder(client)
                        .table(LocalDynamoDb.TABLE)
                        .clock(clock)
                        .timeout(LocalDynamoDb.PATIENT)
                        .build()) {
            SplittableRandom faults = random.split();
            http.always(call -> {
                int fate = fate(faults);
                if (fate == 0) {
                    throw new IOException("never sent");
                }
                var answer = call.call();
                if (fate == 1) {
                    throw new IOException("answer lost");
                }
                return answer;
            });
            for (int round = 0; round < ROUNDS; round++) {
                try {
                    store.save(key, both(random));
                    saved.incrementAndGet();
                } catch (SessionStoreUnavailableException e) {
                    failed.incrementAndGet();
                }
            }
        }
    }

    /** The touches and deletions of a store come from a thread of their own. */
    private static synchronized int fate(SplittableRandom faults) {
        return faults.nextInt(10);
    }

    private SessionChanges both(SplittableRandom random) {
        int number = mark.incrementAndGet();
        return sessions.changes(Map.of(
                "left", new AttributeChange.Put(filled(number, size(random)), AttributeChange.ANY),
                "right", new AttributeChange.Put(filled(number, size(random)), AttributeChange.ANY)));
    }

    private static int size(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(1, 1_000);
            case 1 -> random.nextInt(60_000, 70_000);
            default -> random.nextInt(1, LARGEST);
        };
    }

    private void readUntil(AtomicBoolean done) {
        try (DynamoDbSessionStore store =
                LocalDynamoDb.storeBuilder(clock).timeout(LocalDynamoDb.PATIENT).build()) {
            while (!done.get()) {
                SessionRecord session = loaded(store, key);
                byte[] left = attribute(session, "left").value().toByteArray();
                byte[] right = attribute(session, "right").value().toByteArray();
                assertThat(attribute(session, "left").version())
                        .isEqualTo(attribute(session, "right").version());
                assertThat(left).isEqualTo(filled(left[0], left.length).toByteArray());
                assertThat(right).isEqualTo(filled(left[0], right.length).toByteArray());
                read.incrementAndGet();
            }
        }
    }

    private static EncodedValue filled(int mark, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) mark);
        return EncodedValue.of(bytes);
    }
}

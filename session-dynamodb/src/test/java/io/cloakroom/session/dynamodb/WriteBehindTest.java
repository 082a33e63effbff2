package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cloakroom.session.dynamodb.FaultyHttp.Fault;
import io.cloakroom.session.tck.ManualClock;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Touches of a table that is slow or away. No request reaches a server. */
final class WriteBehindTest {

    private static final int CAPACITY = 1_000;
    private static final Fault REFUSED = FaultyHttp.error(400, "ConditionalCheckFailedException");

    private final FaultyHttp http = new FaultyHttp();
    private final DynamoDbClient client =
            LocalDynamoDb.clientBuilder(URI.create("http://127.0.0.1:1"), http).build();
    private final ManualClock clock = ManualClock.startingNow();
    private final Sessions sessions = new Sessions(clock);
    private final AtomicInteger calls = new AtomicInteger();

    @AutoClose
    private final RecordedLog log = RecordedLog.begin();

    @AfterEach
    void close() {
        client.close();
        http.close();
    }

    @Test
    void add_moreThanTheTableTakes_dropsTheRest() {
        CountDownLatch slow = new CountDownLatch(1);
        http.always(call -> {
            calls.incrementAndGet();
            await(slow);
            return REFUSED.happen(call);
        });
        WriteBehind background = new WriteBehind(timeouts(LocalDynamoDb.PATIENT));

        addTouches(background, 3 * CAPACITY);
        slow.countDown();
        background.close();

        assertThat(calls).as("the one under way and those that waited").hasValue(1 + CAPACITY);
    }

    @Test
    void add_afterFailures_isStillWrittenAndOneWarningSaysSo() {
        Fault denied = FaultyHttp.error(400, "AccessDeniedException");
        http.always(call -> (calls.incrementAndGet() < 3 ? denied : REFUSED).happen(call));
        WriteBehind background = new WriteBehind(timeouts(LocalDynamoDb.PATIENT));

        addTouches(background, 3);
        eventually("the last touch is written", () -> calls.get() == 3);
        background.close();

        assertThat(log.lines())
                .extracting(LogRecord::getLevel, LogRecord::getMessage)
                .containsExactly(tuple(Level.WARNING, "A touch of a session in DynamoDB is lost"));
    }

    @Test
    void close_tableSilent_dropsWhatWaits() {
        CountDownLatch never = new CountDownLatch(1);
        http.always(call -> {
            calls.incrementAndGet();
            await(never);
            return REFUSED.happen(call);
        });
        WriteBehind background = new WriteBehind(timeouts(Duration.ofMillis(50)));

        addTouches(background, CAPACITY);
        background.close();
        addTouches(background, 1);

        assertThat(calls.get()).isLessThan(CAPACITY);
    }

    @Test
    void close_interrupted_returnsAndStaysInterrupted() {
        WriteBehind background = new WriteBehind(timeouts(LocalDynamoDb.PATIENT));
        CountDownLatch never = new CountDownLatch(1);
        http.always(call -> {
            await(never);
            return REFUSED.happen(call);
        });
        addTouches(background, 2);
        Thread.currentThread().interrupt();

        background.close();

        assertThat(Thread.interrupted()).isTrue();
    }

    private static Timeouts timeouts(Duration timeout) {
        return new Timeouts(timeout, timeout);
    }

    private void addTouches(WriteBehind background, int count) {
        Touches touches =
                new Touches(new TableCalls(client, "sessions"), background, timeouts(LocalDynamoDb.PATIENT), clock);
        for (int i = 0; i < count; i++) {
            touches.add(Sessions.newKey(), 1, sessions.access());
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedIOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }
}

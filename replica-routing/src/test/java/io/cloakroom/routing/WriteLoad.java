package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.routing.PrimaryLostException.Outcome;
import io.cloakroom.testservers.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * Threads that write rows, each with a number of its own, one half in transactions. What is known not to be committed
 * is written again under the same number, and what is unknown is not: a number that is there twice was executed twice.
 */
final class WriteLoad implements AutoCloseable {

    private enum Fate {
        CONFIRMED,
        UNKNOWN,
        GIVEN_UP
    }

    private final DataSource dataSource;
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, Fate> fates = new ConcurrentHashMap<>();
    private final AtomicInteger notCommitted = new AtomicInteger();
    private final AtomicInteger poolTimeouts = new AtomicInteger();
    private final AtomicInteger confirmed = new AtomicInteger();
    private final AtomicLong longestGap = new AtomicLong();
    private final AtomicLong lastConfirmed = new AtomicLong(System.nanoTime());
    private final Queue<Throwable> untyped = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> running = new ArrayList<>();
    private final ExecutorService threads;

    WriteLoad(DataSource dataSource, int writers) {
        this.dataSource = dataSource;
        this.threads = Executors.newFixedThreadPool(writers);
        for (int i = 0; i < writers; i++) {
            boolean inTransaction = i % 2 == 0;
            running.add(CompletableFuture.runAsync(() -> writeOn(inTransaction), threads));
        }
    }

    static void createTable(DatabaseServer primary) {
        primary.executeAsAdmin("DROP TABLE IF EXISTS entry", "CREATE TABLE entry(number INT)");
    }

    int confirmed() {
        return confirmed.get();
    }

    Queue<Throwable> untyped() {
        return untyped;
    }

    /** Ends the load and compares what the writers were told with what is there. */
    String check(DatabaseServer primary, boolean confirmedMayBeLost) throws SQLException {
        close();
        Map<Integer, Integer> rows = rows(primary);
        int lost = 0;
        int unknownDone = 0;
        for (Map.Entry<Integer, Fate> entry : fates.entrySet()) {
            int times = rows.getOrDefault(entry.getKey(), 0);
            assertThat(times)
                    .as("number %d, %s", entry.getKey(), entry.getValue())
                    .isLessThanOrEqualTo(1);
            lost += entry.getValue() == Fate.CONFIRMED && times == 0 ? 1 : 0;
            unknownDone += entry.getValue() == Fate.UNKNOWN ? times : 0;
            if (entry.getValue() == Fate.GIVEN_UP) {
                assertThat(times).as("given up").isZero();
            }
        }
        if (!confirmedMayBeLost) {
            assertThat(lost).as("confirmed, not there").isZero();
        }
        long unknown = fates.values().stream().filter(Fate.UNKNOWN::equals).count();
        return confirmed + " confirmed (" + lost + " lost with the old primary), " + notCommitted
                + " attempts known not to be committed, " + poolTimeouts + " time-outs of the pool, " + unknown
                + " unknown (" + unknownDone + " of them done), "
                + "none twice; longest gap between two confirmations "
                + Duration.ofNanos(longestGap.get()).toMillis() + " ms";
    }

    private void writeOn(boolean inTransaction) {
        while (!done.get()) {
            int number = numbers.incrementAndGet();
            fates.put(number, fate(number, inTransaction));
        }
    }

    private Fate fate(int number, boolean inTransaction) {
        while (true) {
            try {
                write(number, inTransaction);
                return confirm();
            } catch (PrimaryLostException e) {
                if (e.outcome() == Outcome.UNKNOWN) {
                    return Fate.UNKNOWN;
                }
                notCommitted.incrementAndGet();
            } catch (SQLException | RuntimeException e) {
                if (!isPoolTimeout(e)) {
                    untyped.add(e);
                    return Fate.UNKNOWN;
                }
                poolTimeouts.incrementAndGet();
            }
            if (done.get()) {
                return Fate.GIVEN_UP;
            }
        }
    }

    /** HikariCP's own, while nobody knows yet that the primary hangs: nothing was sent. No other means that. */
    private static boolean isPoolTimeout(Exception failure) {
        return failure instanceof SQLTransientConnectionException
                && String.valueOf(failure.getMessage()).contains("Connection is not available, request timed out");
    }

    private Fate confirm() {
        long now = System.nanoTime();
        long gap = now - lastConfirmed.getAndSet(now);
        longestGap.accumulateAndGet(gap, Math::max);
        confirmed.incrementAndGet();
        return Fate.CONFIRMED;
    }

    private void write(int number, boolean inTransaction) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(!inTransaction);
            RoutedDatabase.update(connection, "INSERT INTO entry(number) VALUES(" + number + ")");
            if (inTransaction) {
                connection.commit();
            }
        }
    }

    private static Map<Integer, Integer> rows(DatabaseServer primary) throws SQLException {
        Map<Integer, Integer> rows = new HashMap<>();
        try (Connection connection = primary.connectAsAdmin();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT number, COUNT(*) FROM entry GROUP BY number")) {
            while (row.next()) {
                rows.put(row.getInt(1), row.getInt(2));
            }
        }
        return rows;
    }

    @Override
    public void close() {
        done.set(true);
        running.forEach(CompletableFuture::join);
        threads.shutdown();
    }
}

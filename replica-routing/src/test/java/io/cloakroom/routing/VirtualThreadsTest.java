package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.testservers.MariaDbCluster;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many more threads than connections. The tests are compiled for JDK 17, which has no virtual threads to call. */
final class VirtualThreadsTest {

    private static final int THREADS = 2_000;

    @TempDir
    private Path folder;

    @Test
    void twoThousandVirtualThreads_throughPoolsOfTen_allFinish() throws Exception {
        Optional<ExecutorService> virtual = virtualThreads();
        if (virtual.isEmpty()) {
            System.out.println(
                    "no virtual threads on JDK " + Runtime.version().feature() + ": this test runs from JDK 21 on");
        }
        Assumptions.assumeTrue(virtual.isPresent(), "needs JDK 21");
        MariaDbCluster cluster = MariaDbCluster.shared();
        try (RoutedDatabase database = RoutedDatabase.crowded(cluster);
                Recording recording = new Recording()) {
            database.table("visit", "(visitor INT)");
            recording
                    .enable("jdk.VirtualThreadPinned")
                    .withThreshold(Duration.ofMillis(1))
                    .withStackTrace();
            recording.start();

            List<Future<Integer>> visits = new ArrayList<>();
            ExecutorService threads = virtual.orElseThrow();
            for (int visitor = 0; visitor < THREADS; visitor++) {
                int number = visitor;
                visits.add(threads.submit(() -> visit(database, number)));
            }
            for (Future<Integer> visit : visits) {
                assertThat(visit.get()).as("own visits seen").isEqualTo(1);
            }
            threads.shutdown();
            recording.stop();

            assertThat(database.rows("visit")).isEqualTo(THREADS);
            assertThat(database.outstanding()).isZero();
            assertThat(pinnedByUs(recording)).isEmpty();
        }
    }

    private static int visit(RoutedDatabase database, int visitor) throws Exception {
        return Routing.within(ConsistencyScope.create(), () -> {
            try (Connection connection = database.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                RoutedDatabase.update(connection, "INSERT INTO visit VALUES(" + visitor + ")");
                connection.commit();
            }
            return database.read("SELECT COUNT(*) FROM visit WHERE visitor = " + visitor);
        });
    }

    private List<RecordedEvent> pinnedByUs(Recording recording) throws Exception {
        Path file = folder.resolve("pinned.jfr");
        recording.dump(file);
        assertThat(Files.size(file)).isPositive();
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getStackTrace() != null
                        && event.getStackTrace().getFrames().stream()
                                .limit(5)
                                .anyMatch(frame ->
                                        frame.getMethod().getType().getName().startsWith("io.cloakroom")))
                .toList();
    }

    private static Optional<ExecutorService> virtualThreads() throws ReflectiveOperationException {
        try {
            Method method = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
            return Optional.of((ExecutorService) method.invoke(null));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }
}

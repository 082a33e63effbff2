package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.testservers.MariaDbCluster;
import io.cloakroom.testservers.MariaDbServer;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replicas that come and go at run time, and as many as there may be. */
final class MembershipTest {

    @Test
    void addReplica_atRunTime_takesReads_andRemoveReplica_drainsIt() throws Exception {
        try (MariaDbCluster cluster = MariaDbCluster.start(1);
                RoutedDatabase database = RoutedDatabase.over(cluster, builder -> builder.slowStart(Duration.ZERO))) {
            ReplicaRoutingDataSource routed = database.dataSource();
            MariaDbServer added = cluster.addReplica();
            routed.addReplica("added", database.poolOf(added), ReplicaTraits.none());
            Await.until("it takes reads", () -> database.read("SELECT @@server_id") == added.serverId());

            try (Connection connection = transactionOn(database, added)) {
                assertThat(routed.removeReplica("added", Duration.ZERO)).isFalse();
                assertThat(RoutedDatabase.serverId(connection))
                        .as("the open transaction goes on")
                        .isEqualTo(added.serverId());
                connection.commit();
                assertThat(RoutedDatabase.serverId(connection))
                        .as("the next one")
                        .isEqualTo(2);
            }
            for (int i = 0; i < 30; i++) {
                assertThat(database.read("SELECT @@server_id")).isEqualTo(2);
            }
            assertThat(routed.inspect().replicas()).hasSize(1);
        }
    }

    @Test
    void removeReplica_waitsForConnectionsInUse() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(MariaDbCluster.shared())) {
            CompletableFuture<Boolean> drained;
            try (Connection connection = database.dataSource().getConnection()) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                String name = "replica-" + RoutedDatabase.serverId(connection);
                drained = CompletableFuture.supplyAsync(() -> removed(database, name));
                Await.until(
                        "it is out",
                        () -> database.dataSource().inspect().replicas().size() == 1);
                assertThat(drained).isNotDone();
            }
            assertThat(drained.get()).isTrue();
        }
    }

    @Test
    void removeReplica_interrupted_endsThePollingNevertheless() throws Exception {
        try (RoutedDatabase database =
                        RoutedDatabase.over(MariaDbCluster.shared(), builder -> builder.name("interrupted"));
                Connection connection = database.dataSource().getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            String name = "replica-" + RoutedDatabase.serverId(connection);
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> database.dataSource().removeReplica(name, Duration.ofSeconds(20)))
                    .isInstanceOf(InterruptedException.class);

            Await.until(
                    "its poller has ended",
                    () -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().equals("interrupted-poller-" + name)));
            connection.commit();
        }
    }

    @Test
    void addReplica_afterClose_isRefused() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(MariaDbCluster.shared())) {
            ReplicaRoutingDataSource routed = database.dataSource();
            routed.close();

            assertThatIllegalStateException()
                    .isThrownBy(() -> routed.addReplica("late", database.primaryPool(), ReplicaTraits.none()))
                    .withMessageContaining("closed");
        }
    }

    @Test
    void changes_thatMakeNoSense_areRefused() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(MariaDbCluster.shared())) {
            ReplicaRoutingDataSource routed = database.dataSource();
            var pool = database.primaryPool();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> routed.addReplica("replica-2", pool, ReplicaTraits.none()))
                    .withMessageContaining("replica-2");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> routed.addReplica("primary", pool, ReplicaTraits.none()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> routed.removeReplica("nobody", Duration.ZERO))
                    .withMessageContaining("nobody");
            assertThatIllegalStateException().isThrownBy(() -> routed.removeReplica("primary", Duration.ZERO));
        }
    }

    @Test
    void removeReplica_theLast_leavesReadsOnThePrimary() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(MariaDbCluster.shared())) {
            assertThat(database.dataSource().removeReplica("replica-2", Duration.ZERO))
                    .isTrue();
            assertThat(database.dataSource().removeReplica("replica-3", Duration.ZERO))
                    .isTrue();

            assertThat(database.read("SELECT @@server_id")).isEqualTo(1);
        }
    }

    @Test
    @Tag("long")
    @Timeout(180)
    void fifteenReplicas_allTakeReads_andNoneStaleOwnRead() throws Exception {
        try (MariaDbCluster cluster = MariaDbCluster.start(15);
                RoutedDatabase database = RoutedDatabase.over(cluster)) {
            database.table("letter", "(id INT PRIMARY KEY AUTO_INCREMENT)");
            Set<Integer> servers = new HashSet<>();
            ConsistencyScope scope = ConsistencyScope.create();
            for (int letters = 1; letters <= 100; letters++) {
                int expected = letters;
                Routing.within(scope, () -> {
                    database.write("INSERT INTO letter VALUES()");
                    assertThat(database.read("SELECT COUNT(*) FROM letter")).isEqualTo(expected);
                });
            }
            Await.until("all have served", () -> {
                servers.add(database.read("SELECT @@server_id"));
                return servers.size() >= 15;
            });
            assertThat(servers).hasSize(15).doesNotContain(1);
        }
    }

    private static Connection transactionOn(RoutedDatabase database, MariaDbServer server) throws Exception {
        AtomicReference<@Nullable Connection> found = new AtomicReference<>();
        Await.until("a transaction is on it", () -> {
            Connection connection = database.dataSource().getConnection();
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            if (RoutedDatabase.serverId(connection) == server.serverId()) {
                found.set(connection);
                return true;
            }
            connection.close();
            return false;
        });
        return Objects.requireNonNull(found.get());
    }

    private static boolean removed(RoutedDatabase database, String name) {
        try {
            return database.dataSource().removeReplica(name, Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

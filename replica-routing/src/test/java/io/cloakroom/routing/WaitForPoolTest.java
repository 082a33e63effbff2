package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.cloakroom.testservers.MariaDbCluster;
import io.cloakroom.testservers.MariaDbServer;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What happens while a thread waits for the connection that a pool is about to give it. */
final class WaitForPoolTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Set for the thread that is to be held up: the pollers are not. */
    private final ThreadLocal<Boolean> held = ThreadLocal.withInitial(() -> false);

    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch handedOut = new CountDownLatch(1);

    /** The old primary answers again by then, and takes writes, as one does that was only cut off. */
    @Test
    void promotionMeanwhile_writeGoesToTheNewPrimary() throws Exception {
        try (MariaDbCluster cluster = MariaDbCluster.start(1)) {
            WriteLoad.createTable(cluster.primary());
            assertThat(cluster.awaitReplicas(PATIENCE)).isTrue();
            MariaDbServer old = cluster.primary();
            MariaDbServer next = cluster.replicas().get(0);
            try (HikariDataSource primary = pool(old);
                    HikariDataSource replica = pool(next);
                    ReplicaRoutingDataSource routed = ReplicaRoutingDataSource.builder(slow(primary))
                            .replica("next", replica)
                            .build()) {
                Await.until(
                        "the replica is up",
                        () -> routed.inspect().replicas().get(0).state() == NodeState.UP);
                CompletableFuture<Void> write = CompletableFuture.runAsync(() -> insert(routed));
                waiting.await();
                old.executeAsAdmin("SET GLOBAL read_only=1");
                cluster.promote(next);
                Await.until(
                        "it is noticed", () -> routed.inspect().primary().name().equals("next"));
                old.executeAsAdmin("SET GLOBAL read_only=0");
                handedOut.countDown();
                write.get();

                assertThat(old.queryAsAdmin("SELECT COUNT(*) FROM app.entry")).isEqualTo("0");
                assertThat(next.queryAsAdmin("SELECT COUNT(*) FROM app.entry")).isEqualTo("1");
                assertThat(routed.inspect().replicas().get(0).outstanding())
                        .as("connections to the old primary")
                        .isZero();
            }
        }
    }

    @Test
    void abortMeanwhile_thePoolGetsItsConnectionBack() throws Exception {
        try (HikariDataSource primary = pool(MariaDbCluster.shared().primary());
                ReplicaRoutingDataSource routed =
                        ReplicaRoutingDataSource.builder(slow(primary)).build()) {
            Connection connection = routed.getConnection();
            CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> serverId(connection));
            waiting.await();
            connection.abort(Runnable::run);
            handedOut.countDown();

            assertThatThrownBy(read::get).hasRootCauseMessage("the connection is closed");
            assertThat(routed.inspect().primary().outstanding()).isZero();
            assertThat(primary.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    @RepeatedTest(20)
    void abortWhileItIsClosed_givesTheConnectionBackOnce() throws Exception {
        try (HikariDataSource primary = pool(MariaDbCluster.shared().primary());
                ReplicaRoutingDataSource routed =
                        ReplicaRoutingDataSource.builder(primary).build()) {
            Connection connection = routed.getConnection();
            connection.setAutoCommit(false);
            RoutedDatabase.serverId(connection);
            CyclicBarrier start = new CyclicBarrier(2);
            CompletableFuture<Void> abort = CompletableFuture.runAsync(() -> aborted(connection, start));
            start.await();
            connection.close();
            abort.get();

            assertThat(routed.inspect().primary().outstanding()).isZero();
        }
    }

    private static void aborted(Connection connection, CyclicBarrier start) {
        try {
            start.await();
            connection.abort(Runnable::run);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private int serverId(Connection connection) {
        held.set(true);
        try {
            return RoutedDatabase.serverId(connection);
        } catch (SQLException e) {
            throw new CompletionException(e);
        } finally {
            held.remove();
        }
    }

    private void insert(ReplicaRoutingDataSource routed) {
        held.set(true);
        try (Connection connection = routed.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO entry(number) VALUES(1)");
        } catch (SQLException e) {
            throw new CompletionException(e);
        } finally {
            held.remove();
        }
    }

    /** A pool whose connections come late. */
    private DataSource slow(DataSource pool) {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(pool, arguments);
                    if (held.get()) {
                        waiting.countDown();
                        handedOut.await();
                    }
                    return result;
                });
    }

    private static HikariDataSource pool(MariaDbServer server) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(server.jdbcUrl());
        pool.setUsername(server.user());
        pool.setPassword(server.password());
        pool.setAutoCommit(false);
        pool.setMaximumPoolSize(4);
        return pool;
    }
}

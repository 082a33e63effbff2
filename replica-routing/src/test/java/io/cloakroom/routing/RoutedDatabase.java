package io.cloakroom.routing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cloakroom.testservers.MariaDbCluster;
import io.cloakroom.testservers.MariaDbServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A primary and its replicas behind HikariCP pools, and the router in front. The user has no admin rights. */
final class RoutedDatabase implements AutoCloseable {

    static final Duration POOL_TIMEOUT = Duration.ofSeconds(1);

    private final MariaDbCluster cluster;
    private final HikariDataSource primary;
    private final List<HikariDataSource> replicas = new ArrayList<>();
    private final ReplicaRoutingDataSource routed;

    private RoutedDatabase(
            MariaDbCluster cluster, Consumer<HikariConfig> pools, UnaryOperator<ReplicaRoutingBuilder> configuration) {
        this.cluster = cluster;
        this.primary = pool(cluster.primary(), pools);
        var builder = ReplicaRoutingDataSource.builder(primary);
        for (MariaDbServer server : cluster.replicas()) {
            HikariDataSource pool = pool(server, pools);
            replicas.add(pool);
            builder.replica(nameOf(server), pool);
        }
        this.routed = configuration.apply(builder).build();
    }

    static RoutedDatabase over(MariaDbCluster cluster) throws Exception {
        return over(cluster, builder -> builder);
    }

    static RoutedDatabase over(MariaDbCluster cluster, UnaryOperator<ReplicaRoutingBuilder> configuration)
            throws Exception {
        return starting(cluster, configuration).up();
    }

    /** Does not wait for the replicas. */
    static RoutedDatabase starting(MariaDbCluster cluster, UnaryOperator<ReplicaRoutingBuilder> configuration) {
        return new RoutedDatabase(cluster, config -> config.setAutoCommit(false), configuration);
    }

    /** With a driver that gives up on a server that does not answer. */
    static RoutedDatabase impatient(MariaDbCluster cluster, UnaryOperator<ReplicaRoutingBuilder> configuration)
            throws Exception {
        return new RoutedDatabase(
                        cluster,
                        config -> {
                            config.setAutoCommit(false);
                            config.addDataSourceProperty("socketTimeout", "1500");
                        },
                        configuration)
                .up();
    }

    /** With pools whose connections are in autocommit mode, as HikariCP makes them unless told otherwise. */
    static RoutedDatabase overAutoCommitPools(MariaDbCluster cluster) throws Exception {
        return new RoutedDatabase(cluster, config -> {}, builder -> builder).up();
    }

    /** With pools that many threads have to share, and the patience for that. */
    static RoutedDatabase crowded(MariaDbCluster cluster) throws Exception {
        return new RoutedDatabase(
                        cluster,
                        config -> {
                            config.setAutoCommit(false);
                            config.setMaximumPoolSize(10);
                            config.setConnectionTimeout(Duration.ofSeconds(40).toMillis());
                        },
                        builder -> builder.primaryFallback(8).acquireWithin(Duration.ofSeconds(40)))
                .up();
    }

    /** With pools that have all their connections and pollers that ask once, so that nothing but the test is sent. */
    static RoutedDatabase quiet(MariaDbCluster cluster, boolean autoCommit) throws Exception {
        return quiet(cluster, autoCommit, false);
    }

    static RoutedDatabase quiet(MariaDbCluster cluster, boolean autoCommit, boolean learnAtCommit) throws Exception {
        RoutedDatabase database = new RoutedDatabase(
                        cluster,
                        config -> {
                            config.setAutoCommit(autoCommit);
                            config.setMaximumPoolSize(2);
                            config.setMinimumIdle(2);
                        },
                        builder -> builder.pollInterval(Duration.ofHours(1))
                                .maxLag(Duration.ofHours(2))
                                .learnAtCommit(learnAtCommit))
                .up();
        for (HikariDataSource pool : database.pools()) {
            Await.until("the pool is full", () -> pool.getHikariPoolMXBean().getTotalConnections() == 2);
        }
        return database;
    }

    static String nameOf(MariaDbServer server) {
        return "replica-" + server.serverId();
    }

    ReplicaRoutingDataSource dataSource() {
        return routed;
    }

    HikariDataSource primaryPool() {
        return primary;
    }

    private List<HikariDataSource> pools() {
        List<HikariDataSource> all = new ArrayList<>(replicas);
        all.add(primary);
        return all;
    }

    /** Physical connections that routed ones hold now; the pollers' do not count. */
    int outstanding() {
        RoutingStatus status = routed.inspect();
        return status.primary().outstanding()
                + status.replicas().stream().mapToInt(NodeStatus::outstanding).sum();
    }

    private RoutedDatabase up() throws Exception {
        awaitUp();
        return this;
    }

    void awaitUp() throws Exception {
        Await.until(
                "all replicas are up",
                () -> routed.inspect().replicas().stream().allMatch(replica -> replica.state() == NodeState.UP));
    }

    NodeStatus status(String replica) {
        return routed.inspect().replicas().stream()
                .filter(status -> status.name().equals(replica))
                .findFirst()
                .orElseThrow();
    }

    /** Makes an empty table on all nodes. */
    void table(String name, String columns) throws Exception {
        cluster.primary().executeAsAdmin("DROP TABLE IF EXISTS app." + name, "CREATE TABLE app." + name + columns);
        cluster.awaitReplicas(Duration.ofSeconds(20));
    }

    /** What the primary has, asked past the router. */
    int rows(String table) {
        return Integer.parseInt(cluster.primary().queryAsAdmin("SELECT COUNT(*) FROM app." + table));
    }

    static int serverId(Connection connection) throws SQLException {
        return number(connection, "SELECT @@server_id");
    }

    static int number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }

    static void update(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }

    /** Reads on a read-only connection of its own. */
    int read(String query) throws SQLException {
        try (Connection connection = routed.getConnection()) {
            connection.setReadOnly(true);
            return number(connection, query);
        }
    }

    /** Writes on a connection of its own, in autocommit mode. */
    void write(String sql) throws SQLException {
        try (Connection connection = routed.getConnection()) {
            update(connection, sql);
        }
    }

    @Override
    public void close() {
        routed.close();
        pools().forEach(HikariDataSource::close);
    }

    /** A pool for a replica that the router does not know yet; closed with this database. */
    HikariDataSource poolOf(MariaDbServer server) {
        HikariDataSource pool = pool(server, config -> config.setAutoCommit(false));
        replicas.add(pool);
        return pool;
    }

    private static HikariDataSource pool(MariaDbServer server, Consumer<HikariConfig> pools) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl());
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setPoolName(nameOf(server));
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(POOL_TIMEOUT.toMillis());
        config.setInitializationFailTimeout(-1);
        pools.accept(config);
        return new HikariDataSource(config);
    }
}

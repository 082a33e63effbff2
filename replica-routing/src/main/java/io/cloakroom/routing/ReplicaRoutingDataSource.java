package io.cloakroom.routing;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@code DataSource} that sends what only reads to replicas that are healthy and fresh enough, and all else to the
 * primary. Frameworks use it as any other:
 *
 * <pre>{@code
 * var dataSource = ReplicaRoutingDataSource.builder(primaryPool)
 *         .replica("az1", firstPool)
 *         .replica("az2", secondPool)
 *         .build();
 * }</pre>
 *
 * <p>A connection takes a physical one at the first statement, so that everything said until then counts:
 * {@link Routing#primary} and {@link Routing#readOnly} are stronger than {@code Connection.setReadOnly}, which is
 * stronger than the default, the primary. A transaction stays on the node it began on. Autocommit, isolation, schema,
 * catalog, holdability, network time-out and client info are brought to the physical connection, and put back when it
 * is returned. Nothing is guessed from SQL, but that a read-only {@code SELECT … FOR UPDATE} goes to the primary and
 * that an obvious write on a read-only connection is refused before it is sent.
 *
 * <p>A read of a {@link ConsistencyScope} never misses what the scope wrote before. For that, a background thread for
 * each node keeps one of its connections and asks for the node's replication position every
 * {@link Builder#pollInterval}; requests pay no round trip.
 *
 * <p>Pools that are made with {@code autoCommit=false} save two round trips for each transaction: the router sends
 * {@code SET autocommit} only when the mode of the physical connection is another than the one wanted.
 *
 * <p>Safe for use by many threads, virtual ones included. Close it before the pools.
 */
public final class ReplicaRoutingDataSource implements DataSource, AutoCloseable {

    private final Router router;
    private final Cluster cluster;
    private final Tokens tokens;
    private final Events events;
    private final DataSource primary;
    private final String name;
    private volatile boolean closed;

    private ReplicaRoutingDataSource(Builder builder) {
        this.name = builder.name;
        this.primary = builder.primary;
        this.events = new Events(builder.name, builder.listener);
        this.cluster = Cluster.of(
                builder.name, events, builder.selector, builder.dialect, builder.maxLag, builder.pollInterval);
        this.tokens = new Tokens(cluster, builder.dialect, builder.times());
        this.router = new Router(
                cluster,
                new PrimaryShare(builder.primaryFallback),
                builder.dialect,
                builder.times(),
                builder.learnAtCommit);
        Topology topology = cluster.topology();
        topology.start(new Node(topology, "primary", builder.primary, builder.backOff));
        builder.replicas.forEach((id, source) -> topology.add(new Node(topology, id, source, builder.backOff)));
        if (!topology.replicas().isEmpty()) {
            cluster.monitor().watch(topology.primary());
            topology.replicas().forEach(cluster.monitor()::watch);
        }
    }

    /**
     * Starts the configuration of a data source.
     *
     * @param primary where the primary's connections come from, usually a pool. It stays the caller's to close
     * @return a builder
     */
    public static Builder builder(DataSource primary) {
        return new Builder(requireNonNull(primary, "primary"));
    }

    /**
     * Returns a connection. Costs no round trip: a physical one is taken at the first statement.
     *
     * @return a connection in autocommit mode that is not read-only
     * @throws SQLException if this data source is closed
     */
    @Override
    public Connection getConnection() throws SQLException {
        return connection(DataSource::getConnection);
    }

    /**
     * Returns a connection whose physical one is asked for with credentials. Pools often refuse that; they do so at the
     * first statement.
     *
     * @param username the user
     * @param password the password
     * @return a connection in autocommit mode that is not read-only
     * @throws SQLException if this data source is closed
     */
    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return connection(node -> node.getConnection(username, password));
    }

    /**
     * Looks at the nodes and the counters. Costs no round trip.
     *
     * @return what is known now
     */
    public RoutingStatus inspect() {
        return router.status();
    }

    /**
     * Says what a scope has written, for another instance to go on from: send it with the message, the job or the
     * answer that makes somebody read elsewhere. Costs no round trip of the caller's connection: the position is the
     * one that the commit has told ({@link Builder#learnAtCommit}), or that of a poll of the primary that began after
     * the write; if there was none since, this waits for one, usually a millisecond or two, half a second at most.
     * After that, and with dialects whose positions cannot be sent, the token carries the time of the write.
     *
     * @param scope whose writes
     * @return the token; empty if the scope has written nothing
     * @throws SQLException if the thread was interrupted
     */
    public Optional<ConsistencyToken> capture(ConsistencyScope scope) throws SQLException {
        return tokens.capture(requireNonNull(scope, "scope"));
    }

    /**
     * Makes a scope whose reads see what another instance's scope had written. Costs no round trip.
     *
     * @param token what {@link #capture} has returned there
     * @return a new scope; one without a past if the token is older than {@link Builder#tokenTimeToLive}
     * @throws IllegalArgumentException if the token is of another kind of database
     */
    public ConsistencyScope resume(ConsistencyToken token) {
        return tokens.resume(requireNonNull(token, "token"));
    }

    /**
     * Returns for how long a token says anything.
     *
     * @return the time, positive; see {@link Builder#tokenTimeToLive}
     */
    public Duration tokenTimeToLive() {
        return tokens.timeToLive();
    }

    /**
     * Stops the background threads and returns their connections; waits a few seconds for them at most. The nodes' data
     * sources stay open, and so do connections in use. Idempotent.
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            cluster.monitor().close();
        }
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return primary.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        primary.setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return primary.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        primary.setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger(ReplicaRoutingDataSource.class.getPackageName());
    }

    /**
     * Returns this data source, or else what the primary's offers.
     *
     * @param iface the type wanted
     * @param <T> the type wanted
     * @return an object of that type
     * @throws SQLException if neither is of that type
     */
    @Override
    public <T> T unwrap(Class<T> iface) throws SQLException {
        if (iface.isInstance(this)) {
            return iface.cast(this);
        }
        return iface.isInstance(primary) ? iface.cast(primary) : primary.unwrap(iface);
    }

    @Override
    public boolean isWrapperFor(Class<?> iface) throws SQLException {
        return iface.isInstance(this) || iface.isInstance(primary) || primary.isWrapperFor(iface);
    }

    @Override
    public String toString() {
        return "ReplicaRoutingDataSource[" + name + "]";
    }

    private Connection connection(ConnectionSource source) throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException(name + " is closed", "08003");
        }
        return new RoutedConnection(new Binding(router, source, events));
    }

    /** Configures a {@link ReplicaRoutingDataSource}. Not safe for use by several threads. */
    public static final class Builder {

        private static final int MOST_REPLICAS = 15;
        private static final Duration A_MINUTE = Duration.ofMinutes(1);

        private final DataSource primary;
        private final Map<String, DataSource> replicas = new LinkedHashMap<>();
        private String name = "routing";
        private ReplicaSelector selector = ReplicaSelector.powerOfTwoChoices();
        private ReplicationDialect dialect = ReplicationDialect.detect();
        private RoutingListener listener = RoutingListener.none();
        private Duration maxLag = Duration.ofSeconds(10);
        private Duration pollInterval = Duration.ofMillis(50);
        private Duration freshnessWait = Duration.ofMillis(10);
        private Duration acquireWithin = Duration.ofSeconds(3);
        private BackOff backOff = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(30));
        private int primaryFallback = 5;
        private Duration primaryWait = Duration.ofSeconds(3);
        private @Nullable Duration tokenTimeToLive;
        private Duration clockSkew = Duration.ofSeconds(1);
        private boolean learnAtCommit;

        private Builder(DataSource primary) {
            this.primary = primary;
        }

        /**
         * Adds a replica. Its pool should use a user that may not write where {@code read_only} is set: administrators
         * bypass it. One connection of the pool is kept by the poller.
         *
         * @param name a name that is not used yet and is not {@code "primary"}; it appears in decisions, status and
         *     logs
         * @param replica where its connections come from. It stays the caller's to close
         * @return this builder
         * @throws IllegalArgumentException if the name is blank, used already or {@code "primary"}
         * @throws IllegalStateException if there are 15 replicas already
         */
        public Builder replica(String name, DataSource replica) {
            requireNonNull(replica, "replica");
            if (requireNonNull(name, "name").isBlank() || name.equals("primary") || replicas.containsKey(name)) {
                throw new IllegalArgumentException(
                        "the name of a replica must be new, not blank and not \"primary\": \"" + name + "\"");
            }
            if (replicas.size() == MOST_REPLICAS) {
                throw new IllegalStateException("replicas must be at most " + MOST_REPLICAS);
            }
            replicas.put(name, replica);
            return this;
        }

        /**
         * Sets the name that leads log lines and thread names. The default is {@code "routing"}.
         *
         * @param name the name, not blank
         * @return this builder
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder name(String name) {
            if (requireNonNull(name, "name").isBlank()) {
                throw new IllegalArgumentException("name must not be blank: \"" + name + "\"");
            }
            this.name = name;
            return this;
        }

        /**
         * Sets how a replica is chosen. The default is {@link ReplicaSelector#powerOfTwoChoices}.
         *
         * @param selector the selector
         * @return this builder
         */
        public Builder selector(ReplicaSelector selector) {
            this.selector = requireNonNull(selector, "selector");
            return this;
        }

        /**
         * Sets how replication positions are read. The default is {@link ReplicationDialect#detect}.
         *
         * @param dialect the dialect
         * @return this builder
         */
        public Builder dialect(ReplicationDialect dialect) {
            this.dialect = requireNonNull(dialect, "dialect");
            return this;
        }

        /**
         * Sets who hears of decisions and outages. The default is nobody.
         *
         * @param listener the listener
         * @return this builder
         */
        public Builder listener(RoutingListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Sets how far a replica may be behind and still take reads. The default is 10 seconds.
         *
         * @param maxLag the time, longer than the poll interval
         * @return this builder
         * @throws IllegalArgumentException if the time is zero or negative
         */
        public Builder maxLag(Duration maxLag) {
            this.maxLag = positive(maxLag, "maxLag");
            return this;
        }

        /**
         * Sets how often each node is asked for its position: one round trip each. A read that waits for its scope's
         * write makes a poll begin at once. The default is 50 milliseconds.
         *
         * @param pollInterval the time between two polls, positive
         * @return this builder
         * @throws IllegalArgumentException if the time is zero or negative
         */
        public Builder pollInterval(Duration pollInterval) {
            this.pollInterval = positive(pollInterval, "pollInterval");
            return this;
        }

        /**
         * Sets how long a read waits for some replica to have what it must see, before the primary stands in. The
         * default is 10 milliseconds.
         *
         * @param freshnessWait the time; zero does not wait
         * @return this builder
         * @throws IllegalArgumentException if the time is negative
         */
        public Builder freshnessWait(Duration freshnessWait) {
            this.freshnessWait = notNegative(freshnessWait, "freshnessWait");
            return this;
        }

        /**
         * Sets after which time a read that finds replicas dead tries no further one, and how long it waits for the
         * primary's share. One attempt lasts as long as the pool lets it: give the pools a connection time-out below
         * this. The default is 3 seconds.
         *
         * @param acquireWithin the time, positive
         * @return this builder
         * @throws IllegalArgumentException if the time is zero or negative
         */
        public Builder acquireWithin(Duration acquireWithin) {
            this.acquireWithin = positive(acquireWithin, "acquireWithin");
            return this;
        }

        /**
         * Sets how long a replica that failed is left alone before it is probed: the first time, then twice as long
         * after each failed probe. The default is 100 milliseconds, up to 30 seconds.
         *
         * @param first the time after the first failure, positive
         * @param longest the longest time, not below the first
         * @return this builder
         * @throws IllegalArgumentException if a time is zero or negative, or the longest is below the first
         */
        public Builder backOff(Duration first, Duration longest) {
            positive(first, "first");
            if (requireNonNull(longest, "longest").compareTo(first) < 0) {
                throw new IllegalArgumentException("longest must not be below first (" + first + "): " + longest);
            }
            this.backOff = new BackOff(first, longest);
            return this;
        }

        /**
         * Sets how many connections of the primary may stand in for replicas at once when none is usable. A read beyond
         * that waits up to {@link #acquireWithin} and then fails with {@link NoReplicaAvailableException}. Choose a
         * part of the primary's pool. The default is 5.
         *
         * @param connections the number; zero fails at once instead
         * @return this builder
         * @throws IllegalArgumentException if the number is negative
         */
        public Builder primaryFallback(int connections) {
            if (connections < 0) {
                throw new IllegalArgumentException("primaryFallback must be 0 or more: " + connections);
            }
            this.primaryFallback = connections;
            return this;
        }

        /**
         * Sets how long a statement that needs the primary waits for one when the primary is lost; after that it fails
         * with {@link PrimaryLostException}. The default is 3 seconds.
         *
         * @param primaryWait the time; zero fails at once
         * @return this builder
         * @throws IllegalArgumentException if the time is negative
         */
        public Builder primaryWait(Duration primaryWait) {
            this.primaryWait = notNegative(primaryWait, "primaryWait");
            return this;
        }

        /**
         * Sets whether the commit of a transaction that may have written also returns its position, in the same round
         * trip (MariaDB, PostgreSQL). {@link ReplicaRoutingDataSource#capture} then waits for no poll, and a replica
         * that reports that position serves the scope at once. The default is {@code false}: positions come from polls
         * alone, and a commit is the driver's own.
         *
         * @param learnAtCommit whether commits return positions
         * @return this builder
         */
        public Builder learnAtCommit(boolean learnAtCommit) {
            this.learnAtCommit = learnAtCommit;
            return this;
        }

        /**
         * Sets after which time a {@link ConsistencyToken} is ignored, because every replica in rotation is known to be
         * fresher. The default is one minute, or {@code maxLag} if that is longer.
         *
         * @param tokenTimeToLive the time, not below {@code maxLag}; give it some seconds more for clocks that differ
         * @return this builder
         * @throws IllegalArgumentException if the time is zero or negative
         */
        public Builder tokenTimeToLive(Duration tokenTimeToLive) {
            this.tokenTimeToLive = positive(tokenTimeToLive, "tokenTimeToLive");
            return this;
        }

        /**
         * Sets by how much the clocks of two instances may differ. Matters only for tokens that carry a time because
         * there was no position to be had. The default is one second.
         *
         * @param clockSkew the time, zero or more
         * @return this builder
         * @throws IllegalArgumentException if the time is negative
         */
        public Builder clockSkew(Duration clockSkew) {
            this.clockSkew = notNegative(clockSkew, "clockSkew");
            return this;
        }

        /**
         * Builds the data source and starts its background threads, if there are replicas. No connection is made by the
         * caller's thread. Until the first poll has answered, reads go to the primary.
         *
         * @return the data source
         * @throws IllegalStateException if {@code maxLag} is not longer than the poll interval, and than the window of
         *     a {@linkplain ReplicationDialect#fixedWindow fixed-window dialect}, or is longer than
         *     {@code tokenTimeToLive}
         */
        public ReplicaRoutingDataSource build() {
            if (maxLag.compareTo(pollInterval) <= 0) {
                throw new IllegalStateException(
                        "maxLag must be longer than pollInterval (" + pollInterval + "): " + maxLag);
            }
            if (dialect instanceof FixedWindowDialect fixed && fixed.window().compareTo(maxLag) >= 0) {
                throw new IllegalStateException("the window of the dialect must be below maxLag (" + maxLag + "): "
                        + fixed.window() + "; no replica would ever be fresh enough");
            }
            if (tokenTimeToLive != null && tokenTimeToLive.compareTo(maxLag) < 0) {
                throw new IllegalStateException("tokenTimeToLive must not be below maxLag (" + maxLag + "): "
                        + tokenTimeToLive + "; a write could be forgotten that a replica does not have yet");
            }
            return new ReplicaRoutingDataSource(this);
        }

        private RoutingTimes times() {
            return new RoutingTimes(maxLag, acquireWithin, freshnessWait, primaryWait, tokenLife(), clockSkew);
        }

        private Duration tokenLife() {
            if (tokenTimeToLive != null) {
                return tokenTimeToLive;
            }
            return maxLag.compareTo(A_MINUTE) > 0 ? maxLag : A_MINUTE;
        }

        private static Duration notNegative(Duration value, String property) {
            if (requireNonNull(value, property).isNegative()) {
                throw new IllegalArgumentException(property + " must be zero or more: " + value);
            }
            return value;
        }

        private static Duration positive(Duration value, String property) {
            if (requireNonNull(value, property).isZero() || value.isNegative()) {
                throw new IllegalArgumentException(property + " must be positive: " + value);
            }
            return value;
        }
    }
}

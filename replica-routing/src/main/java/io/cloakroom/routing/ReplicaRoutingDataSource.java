package io.cloakroom.routing;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Logger;
import javax.sql.DataSource;

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
 * {@link ReplicaRoutingBuilder#pollInterval}; requests pay no round trip.
 *
 * <p>Pools that are made with {@code autoCommit=false} save two round trips for each transaction: the router sends
 * {@code SET autocommit} only when the mode of the physical connection is another than the one wanted.
 *
 * <p>Safe for use by many threads, virtual ones included. Close it before the pools.
 */
public final class ReplicaRoutingDataSource implements DataSource, AutoCloseable {

    private final Router router;
    private final Tokens tokens;
    private final Membership membership;
    private final Events events;
    private final DataSource primary;
    private final String name;
    private volatile boolean closed;

    ReplicaRoutingDataSource(
            String name, DataSource primary, Events events, Router router, Tokens tokens, Membership membership) {
        this.name = name;
        this.primary = primary;
        this.events = events;
        this.router = router;
        this.tokens = tokens;
        this.membership = membership;
    }

    /**
     * Starts the configuration of a data source.
     *
     * @param primary where the primary's connections come from, usually a pool. It stays the caller's to close
     * @return a builder
     */
    public static ReplicaRoutingBuilder builder(DataSource primary) {
        return new ReplicaRoutingBuilder(requireNonNull(primary, "primary"));
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
     * one that the commit has told ({@link ReplicaRoutingBuilder#learnAtCommit}), or that of a poll of the primary that
     * began after the write; if there was none since, this waits for one, usually a millisecond or two, half a second
     * at most. After that, and with dialects whose positions cannot be sent, the token carries the time of the write.
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
     * @return a new scope; one without a past if the token is older than {@link ReplicaRoutingBuilder#tokenTimeToLive}
     * @throws IllegalArgumentException if the token is of another kind of database
     */
    public ConsistencyScope resume(ConsistencyToken token) {
        return tokens.resume(requireNonNull(token, "token"));
    }

    /**
     * Adds a replica while the data source is in use. It takes reads as soon as it has answered a poll and is within
     * the permitted lag, few at first ({@link ReplicaRoutingBuilder#slowStart}).
     *
     * @param name a name that no node has; see {@link ReplicaRoutingBuilder#replica(String, DataSource)}
     * @param replica where its connections come from. It stays the caller's to close
     * @param traits what a selector may want to know
     * @throws IllegalArgumentException if the name is blank, used already or {@code "primary"}
     * @throws IllegalStateException if there are 15 replicas already, or this data source is closed
     */
    public void addReplica(String name, DataSource replica, ReplicaTraits traits) {
        membership.add(new ReplicaConfig(name, replica, traits));
    }

    /**
     * Removes a replica while the data source is in use: it takes no further reads, transactions that are open there go
     * on, and this waits for them. Close the replica's pool afterwards.
     *
     * @param name the replica's name
     * @param drainWithin how long to wait for connections in use; zero does not wait
     * @return whether none is in use any more
     * @throws IllegalArgumentException if there is no such replica
     * @throws IllegalStateException if the node has become the primary
     * @throws InterruptedException if the thread was interrupted; the replica is removed nevertheless
     */
    public boolean removeReplica(String name, Duration drainWithin) throws InterruptedException {
        return membership.remove(name, requireNonNull(drainWithin, "drainWithin"));
    }

    /**
     * Returns for how long a token says anything.
     *
     * @return the time, positive; see {@link ReplicaRoutingBuilder#tokenTimeToLive}
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
            membership.close();
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
}

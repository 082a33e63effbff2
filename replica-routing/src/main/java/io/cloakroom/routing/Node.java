package io.cloakroom.routing;

import io.cloakroom.routing.Decision.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;

/** A database server, with what is counted of it. */
final class Node implements ReplicaCandidate {

    private final Topology topology;
    private final String name;
    private final DataSource dataSource;
    private final ReplicaTraits traits;
    private final long slowStartNanos;
    private final ReplicaHealth health;
    private final Latency latency = new Latency();
    private final Map<Reason, Decision> asPrimary = new EnumMap<>(Reason.class);
    private final Map<Reason, Decision> asReplica = new EnumMap<>(Reason.class);
    private final AtomicInteger outstanding = new AtomicInteger();
    private final LongAdder picks = new LongAdder();
    private final LongAdder ejections = new LongAdder();

    Node(Topology topology, String name, DataSource dataSource, ReplicaTraits traits, Recovery recovery) {
        this.topology = topology;
        this.name = name;
        this.dataSource = dataSource;
        this.traits = traits;
        this.slowStartNanos = recovery.slowStart().toNanos();
        this.health = new ReplicaHealth(recovery.backOff());
        for (Reason reason : Reason.values()) {
            asPrimary.put(reason, new Decision(name, Route.PRIMARY, reason));
            asReplica.put(reason, new Decision(name, Route.REPLICA, reason));
        }
    }

    /** The data source's nodes: positions of another one's mean nothing here. */
    Topology topology() {
        return topology;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int outstanding() {
        return outstanding.get();
    }

    @Override
    public String zone() {
        return traits.zone();
    }

    @Override
    public double weight() {
        return traits.weight() * health.warmth(slowStartNanos);
    }

    @Override
    public long latencyNanos() {
        return latency.nanos(System.nanoTime());
    }

    /** Notes how long a statement took. */
    void took(long nanos) {
        latency.record(nanos, System.nanoTime());
    }

    /** Whether it takes part. */
    boolean isMember() {
        return topology.has(this);
    }

    /** Whether it is taken for the primary now. */
    boolean isPrimary() {
        return topology.isPrimary(this);
    }

    Route route() {
        return isPrimary() ? Route.PRIMARY : Route.REPLICA;
    }

    DataSource dataSource() {
        return dataSource;
    }

    ReplicaHealth health() {
        return health;
    }

    /** The decision for this node, without a new object for each statement. */
    Decision because(Route route, Reason reason) {
        Decision decision = (route == Route.PRIMARY ? asPrimary : asReplica).get(reason);
        return decision == null ? new Decision(name, route, reason) : decision;
    }

    /** Opens a connection; {@link #disconnected} must follow. */
    Connection connect(ConnectionSource source) throws SQLException {
        outstanding.incrementAndGet();
        try {
            Connection connection = source.from(dataSource);
            health.connected();
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            outstanding.decrementAndGet();
            throw e;
        }
    }

    void disconnected() {
        outstanding.decrementAndGet();
    }

    void picked() {
        picks.increment();
    }

    void ejected() {
        ejections.increment();
    }

    /** By how much the data is behind at most. */
    Optional<Duration> lag() {
        if (isPrimary()) {
            return Optional.of(Duration.ZERO);
        }
        var fresh = health.freshAsOf();
        return fresh.isPresent()
                ? Optional.of(Duration.ofNanos(System.nanoTime() - fresh.getAsLong()))
                : Optional.empty();
    }

    NodeState state(Duration maxLag) {
        if (isPrimary()) {
            return health.isLost() ? NodeState.LOST : NodeState.UP;
        }
        if (health.isDown()) {
            return NodeState.DOWN;
        }
        if (health.isDiverged()) {
            return NodeState.DIVERGED;
        }
        return lag().map(lag -> lag.compareTo(maxLag) <= 0 ? NodeState.UP : NodeState.LAGGING)
                .orElse(NodeState.STARTING);
    }

    NodeStatus status(Duration maxLag) {
        return new NodeStatus(name, route(), state(maxLag), lag(), outstanding(), picks.sum(), ejections.sum());
    }

    @Override
    public String toString() {
        return name;
    }
}

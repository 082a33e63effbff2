package io.cloakroom.routing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Configures a {@link ReplicaRoutingDataSource}. Not safe for use by several threads. */
public final class ReplicaRoutingBuilder {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final DataSource primary;
    private final Map<String, ReplicaConfig> replicas = new LinkedHashMap<>();
    private String name = "routing";
    private ReplicaSelector selector = ReplicaSelector.powerOfTwoChoices();
    private ReplicationDialect dialect = ReplicationDialect.detect();
    private RoutingListener listener = RoutingListener.none();
    private Duration maxLag = Duration.ofSeconds(10);
    private Duration pollInterval = Duration.ofMillis(50);
    private Duration freshnessWait = Duration.ofMillis(10);
    private Duration acquireWithin = Duration.ofSeconds(3);
    private BackOff backOff = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(30));
    private Duration slowStart = Duration.ofSeconds(10);
    private int primaryFallback = 5;
    private Duration primaryWait = Duration.ofSeconds(3);
    private @Nullable Duration tokenTimeToLive;
    private Duration clockSkew = Duration.ofSeconds(1);
    private boolean learnAtCommit;

    ReplicaRoutingBuilder(DataSource primary) {
        this.primary = primary;
    }

    /**
     * Adds a replica. Its pool should use a user that may not write where {@code read_only} is set: administrators
     * bypass it. One connection of the pool is kept by the poller.
     *
     * @param name a name that is not used yet and is not {@code "primary"}; it appears in decisions, status and logs
     * @param replica where its connections come from. It stays the caller's to close
     * @return this builder
     * @throws IllegalArgumentException if the name is blank, used already or {@code "primary"}
     * @throws IllegalStateException if there are 15 replicas already
     */
    public ReplicaRoutingBuilder replica(String name, DataSource replica) {
        return replica(name, replica, ReplicaTraits.none());
    }

    /**
     * Adds a replica of which the selector may want to know something; see {@link #replica(String, DataSource)}.
     *
     * @param name a name that is not used yet and is not {@code "primary"}
     * @param replica where its connections come from. It stays the caller's to close
     * @param traits its zone and weight
     * @return this builder
     * @throws IllegalArgumentException if the name is blank, used already or {@code "primary"}
     * @throws IllegalStateException if there are 15 replicas already
     */
    public ReplicaRoutingBuilder replica(String name, DataSource replica, ReplicaTraits traits) {
        ReplicaConfig config = new ReplicaConfig(name, replica, traits);
        if (replicas.containsKey(name)) {
            throw new IllegalArgumentException("the name of a replica must be new: \"" + name + "\"");
        }
        if (replicas.size() == Membership.MOST_REPLICAS) {
            throw new IllegalStateException("replicas must be at most " + Membership.MOST_REPLICAS);
        }
        replicas.put(name, config);
        return this;
    }

    /**
     * Sets the name that leads log lines and thread names. The default is {@code "routing"}.
     *
     * @param name the name, not blank
     * @return this builder
     * @throws IllegalArgumentException if the name is blank
     */
    public ReplicaRoutingBuilder name(String name) {
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
    public ReplicaRoutingBuilder selector(ReplicaSelector selector) {
        this.selector = requireNonNull(selector, "selector");
        return this;
    }

    /**
     * Sets how replication positions are read. The default is {@link ReplicationDialect#detect}.
     *
     * @param dialect the dialect
     * @return this builder
     */
    public ReplicaRoutingBuilder dialect(ReplicationDialect dialect) {
        this.dialect = requireNonNull(dialect, "dialect");
        return this;
    }

    /**
     * Sets who hears of decisions and outages. The default is nobody.
     *
     * @param listener the listener
     * @return this builder
     */
    public ReplicaRoutingBuilder listener(RoutingListener listener) {
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
    public ReplicaRoutingBuilder maxLag(Duration maxLag) {
        this.maxLag = positive(maxLag, "maxLag");
        return this;
    }

    /**
     * Sets how often each node is asked for its position: one round trip each. A read that waits for its scope's write
     * makes a poll begin at once. The default is 50 milliseconds.
     *
     * @param pollInterval the time between two polls, positive
     * @return this builder
     * @throws IllegalArgumentException if the time is zero or negative
     */
    public ReplicaRoutingBuilder pollInterval(Duration pollInterval) {
        this.pollInterval = positive(pollInterval, "pollInterval");
        return this;
    }

    /**
     * Sets how long a read waits for some replica to have what it must see, before the primary stands in. The default
     * is 10 milliseconds.
     *
     * @param freshnessWait the time; zero does not wait
     * @return this builder
     * @throws IllegalArgumentException if the time is negative
     */
    public ReplicaRoutingBuilder freshnessWait(Duration freshnessWait) {
        this.freshnessWait = notNegative(freshnessWait, "freshnessWait");
        return this;
    }

    /**
     * Sets after which time a read that finds replicas dead tries no further one, and how long it waits for the
     * primary's share. One attempt lasts as long as the pool lets it: give the pools a connection time-out below this.
     * The default is 3 seconds.
     *
     * @param acquireWithin the time, positive
     * @return this builder
     * @throws IllegalArgumentException if the time is zero or negative
     */
    public ReplicaRoutingBuilder acquireWithin(Duration acquireWithin) {
        this.acquireWithin = positive(acquireWithin, "acquireWithin");
        return this;
    }

    /**
     * Sets how long a replica that failed is left alone before it is probed: the first time, then twice as long after
     * each failed probe. The default is 100 milliseconds, up to 30 seconds.
     *
     * @param first the time after the first failure, positive
     * @param longest the longest time, not below the first
     * @return this builder
     * @throws IllegalArgumentException if a time is zero or negative, or the longest is below the first
     */
    public ReplicaRoutingBuilder backOff(Duration first, Duration longest) {
        positive(first, "first");
        if (requireNonNull(longest, "longest").compareTo(first) < 0) {
            throw new IllegalArgumentException("longest must not be below first (" + first + "): " + longest);
        }
        this.backOff = new BackOff(first, longest);
        return this;
    }

    /**
     * Sets how many connections of the primary may stand in for replicas at once when none is usable. A read beyond
     * that waits up to {@link #acquireWithin} and then fails with {@link NoReplicaAvailableException}. Choose a part of
     * the primary's pool. The default is 5.
     *
     * @param connections the number; zero fails at once instead
     * @return this builder
     * @throws IllegalArgumentException if the number is negative
     */
    public ReplicaRoutingBuilder primaryFallback(int connections) {
        if (connections < 0) {
            throw new IllegalArgumentException("primaryFallback must be 0 or more: " + connections);
        }
        this.primaryFallback = connections;
        return this;
    }

    /**
     * Sets for how long a replica that was added or came back gets less than its share, which grows from a tenth to all
     * of it. Heeded by selectors that heed weights. The default is 10 seconds.
     *
     * @param slowStart the time; zero gives it its share at once
     * @return this builder
     * @throws IllegalArgumentException if the time is negative
     */
    public ReplicaRoutingBuilder slowStart(Duration slowStart) {
        this.slowStart = notNegative(slowStart, "slowStart");
        return this;
    }

    /**
     * Sets how long a statement that needs the primary waits for one when the primary is lost; after that it fails with
     * {@link PrimaryLostException}. The default is 3 seconds.
     *
     * @param primaryWait the time; zero fails at once
     * @return this builder
     * @throws IllegalArgumentException if the time is negative
     */
    public ReplicaRoutingBuilder primaryWait(Duration primaryWait) {
        this.primaryWait = notNegative(primaryWait, "primaryWait");
        return this;
    }

    /**
     * Sets whether the commit of a transaction that may have written also returns its position, in the same round trip
     * (MariaDB, PostgreSQL). {@link ReplicaRoutingDataSource#capture} then waits for no poll, and a replica that
     * reports that position serves the scope at once. The default is {@code false}: positions come from polls alone,
     * and a commit is the driver's own.
     *
     * @param learnAtCommit whether commits return positions
     * @return this builder
     */
    public ReplicaRoutingBuilder learnAtCommit(boolean learnAtCommit) {
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
    public ReplicaRoutingBuilder tokenTimeToLive(Duration tokenTimeToLive) {
        this.tokenTimeToLive = positive(tokenTimeToLive, "tokenTimeToLive");
        return this;
    }

    /**
     * Sets by how much the clocks of two instances may differ. Matters only for tokens that carry a time because there
     * was no position to be had. The default is one second.
     *
     * @param clockSkew the time, zero or more
     * @return this builder
     * @throws IllegalArgumentException if the time is negative
     */
    public ReplicaRoutingBuilder clockSkew(Duration clockSkew) {
        this.clockSkew = notNegative(clockSkew, "clockSkew");
        return this;
    }

    /**
     * Builds the data source and starts its background threads, if there are replicas. No connection is made by the
     * caller's thread. Until the first poll has answered, reads go to the primary.
     *
     * @return the data source
     * @throws IllegalStateException if {@code maxLag} is not longer than the poll interval, and than the window of a
     *     {@linkplain ReplicationDialect#fixedWindow fixed-window dialect}, or is longer than {@code tokenTimeToLive}
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
        return assembled();
    }

    private ReplicaRoutingDataSource assembled() {
        Events events = new Events(name, listener);
        Cluster cluster = Cluster.of(name, events, selector, dialect, maxLag, pollInterval);
        Router router = new Router(cluster, new PrimaryShare(primaryFallback), dialect, times(), learnAtCommit);
        Membership membership = new Membership(cluster, new Recovery(backOff, slowStart));
        membership.start(primary, List.copyOf(replicas.values()));
        Tokens tokens = new Tokens(cluster, dialect, times());
        return new ReplicaRoutingDataSource(name, primary, events, router, tokens, membership);
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

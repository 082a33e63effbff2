package io.cloakroom.testservers;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A MariaDB 11.4 primary with replicas that follow it by GTID, with an empty database {@code app}. Linux on amd64 only.
 * Safe for use by many threads, except that promotions must not run at the same time.
 */
public final class MariaDbCluster implements AutoCloseable {

    /* Static, because "one per JVM" is its meaning; it starts nothing before the first use. */
    private static final SharedInstance<MariaDbCluster> SHARED =
            new SharedInstance<>(() -> start(2), MariaDbCluster::isComplete);

    private final MariaDbFiles files;
    private final List<MariaDbServer> servers = new CopyOnWriteArrayList<>();
    private volatile MariaDbServer primary;

    private MariaDbCluster(MariaDbFiles files, MariaDbServer primary) {
        this.files = files;
        this.primary = primary;
        servers.add(primary);
    }

    /**
     * Returns the cluster, of a primary and two replicas, that all tests of this JVM share. It is started on first use
     * and ends with the JVM; if one of its servers is down, the next call starts another cluster. It has what others
     * have left in it.
     *
     * @return a running cluster
     * @throws ServerStartException if it does not start
     */
    public static MariaDbCluster shared() {
        return SHARED.get();
    }

    /**
     * Starts a cluster: one or two seconds for three servers, some more the first time on a machine.
     *
     * @param replicas how many replicas, 0 or more
     * @return the cluster, with its replicas following
     * @throws ServerStartException if a server does not start; the others are stopped then
     */
    public static MariaDbCluster start(int replicas) {
        if (replicas < 0) {
            throw new IllegalArgumentException("replicas must not be negative: " + replicas);
        }
        MariaDbFiles files = MariaDbFiles.get();
        MariaDbCluster cluster = new MariaDbCluster(files, MariaDbServer.start(files, 1, false));
        try {
            IntStream.rangeClosed(2, replicas + 1).parallel().forEach(cluster::addReplica);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /**
     * Returns the server that takes writes.
     *
     * @return the first one, until another is promoted
     */
    public MariaDbServer primary() {
        return primary;
    }

    /**
     * Returns the other servers, also those that are down.
     *
     * @return in the order in which they were added
     */
    public List<MariaDbServer> replicas() {
        return servers.stream()
                .filter(server -> server != primary)
                .sorted(Comparator.comparingInt(MariaDbServer::serverId))
                .toList();
    }

    /**
     * Adds a replica, which copies everything since the beginning.
     *
     * @return the new replica, following, perhaps not up to date yet
     * @throws ServerStartException if it does not start
     */
    public MariaDbServer addReplica() {
        return addReplica(
                servers.stream().mapToInt(MariaDbServer::serverId).max().orElse(0) + 1);
    }

    private MariaDbServer addReplica(int serverId) {
        MariaDbServer replica = MariaDbServer.start(files, serverId, true);
        servers.add(replica);
        replica.follow(primary, "MASTER_USE_GTID=slave_pos");
        return replica;
    }

    /**
     * Stops replicas applying what they receive: they stay up and fall behind. Holds until {@link #resumeReplication}
     * or a restart of the replica.
     *
     * @param replicas which; none for all
     */
    public void pauseReplication(MariaDbServer... replicas) {
        these(replicas).forEach(replica -> replica.executeAsAdmin("STOP REPLICA SQL_THREAD"));
    }

    /**
     * Lets replicas apply again.
     *
     * @param replicas which; none for all
     */
    public void resumeReplication(MariaDbServer... replicas) {
        these(replicas).forEach(replica -> replica.executeAsAdmin("START REPLICA SQL_THREAD"));
    }

    /**
     * Waits until all replicas that are up have what the primary had when this method was called.
     *
     * @param timeout how long, for each
     * @return whether they have
     */
    public boolean awaitReplicas(Duration timeout) {
        String position = primary.position();
        return replicas().stream()
                .filter(TestServer::isAlive)
                .allMatch(replica -> replica.awaitPosition(position, timeout));
    }

    /**
     * Makes a replica the primary, and lets the other replicas that are up follow it. The old primary must be down or
     * left alone; {@link #rejoin} brings it back.
     *
     * @param replica the new primary
     */
    public void promote(MariaDbServer replica) {
        replica.lead();
        MariaDbServer old = primary;
        primary = replica;
        replicas().stream()
                .filter(other -> other != old && other.isAlive())
                .forEach(other -> other.follow(replica, "MASTER_USE_GTID=slave_pos"));
    }

    /**
     * Lets a former primary, which runs again, follow the present one. What it alone had makes its replication stop
     * with an error.
     *
     * @param server the former primary
     */
    public void rejoin(MariaDbServer server) {
        server.follow(primary, "MASTER_DEMOTE_TO_SLAVE=1");
    }

    /** Ends all servers and deletes their data. Idempotent. */
    @Override
    public void close() {
        servers.forEach(MariaDbServer::close);
    }

    private boolean isComplete() {
        return servers.stream().allMatch(TestServer::isAlive);
    }

    private Stream<MariaDbServer> these(MariaDbServer[] chosen) {
        return chosen.length == 0 ? replicas().stream() : Stream.of(chosen);
    }
}

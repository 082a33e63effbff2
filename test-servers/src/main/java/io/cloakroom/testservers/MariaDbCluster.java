package io.cloakroom.testservers;

import java.util.List;

/**
 * A MariaDB 11.4 primary with replicas that follow it by GTID. A replica refuses writes ({@code read_only}) of
 * everybody but administrators. What a former primary alone had stops its replication with an error when it
 * {@linkplain #rejoin rejoins}. Linux on amd64 only.
 */
public final class MariaDbCluster implements DatabaseCluster<MariaDbServer> {

    /* Static, because "one per JVM" is its meaning; it starts nothing before the first use. */
    private static final SharedInstance<MariaDbCluster> SHARED =
            new SharedInstance<>(() -> start(2), cluster -> cluster.servers.isComplete());

    private final MariaDbFiles files;
    private final ServerGroup<MariaDbServer> servers;

    private MariaDbCluster(MariaDbFiles files) {
        this.files = files;
        this.servers = new ServerGroup<>(MariaDbServer.start(files, 1, false));
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
     * @throws ServerStartException if a server does not start; none is left running then
     */
    public static MariaDbCluster start(int replicas) {
        ServerGroup.requireCount(replicas);
        MariaDbCluster cluster = new MariaDbCluster(MariaDbFiles.get());
        cluster.servers.fill(replicas, cluster::addReplica);
        return cluster;
    }

    @Override
    public MariaDbServer primary() {
        return servers.primary();
    }

    @Override
    public List<MariaDbServer> replicas() {
        return servers.replicas();
    }

    @Override
    public MariaDbServer addReplica() {
        return addReplica(servers.nextId());
    }

    private MariaDbServer addReplica(int serverId) {
        MariaDbServer replica = servers.add(MariaDbServer.start(files, serverId, true));
        replica.follow(primary());
        return replica;
    }

    @Override
    public void promote(MariaDbServer replica) {
        replica.lead();
        servers.promote(replica).forEach(other -> other.follow(replica));
    }

    @Override
    public void rejoin(MariaDbServer server) {
        if (!server.isAlive()) {
            server.restart();
        }
        server.followAfterLeading(primary());
    }

    @Override
    public void close() {
        servers.close();
    }
}

package io.cloakroom.testservers;

import java.util.List;

/**
 * A PostgreSQL 18 primary with replicas by streaming replication. A former primary that {@linkplain #rejoin rejoins}
 * starts over from the new one's history. Linux on amd64 only.
 */
public final class PostgresCluster implements DatabaseCluster<PostgresServer> {

    /* Static, because "one per JVM" is its meaning; it starts nothing before the first use. */
    private static final SharedInstance<PostgresCluster> SHARED =
            new SharedInstance<>(() -> start(2), cluster -> cluster.servers.isComplete());

    private final PostgresFiles files;
    private final ServerGroup<PostgresServer> servers;

    private PostgresCluster(PostgresFiles files) {
        this.files = files;
        this.servers = new ServerGroup<>(PostgresServer.start(files, 1, null));
    }

    /**
     * Returns the cluster, of a primary and two replicas, that all tests of this JVM share. It is started on first use
     * and ends with the JVM; if one of its servers is down, the next call starts another cluster. It has what others
     * have left in it.
     *
     * @return a running cluster
     * @throws ServerStartException if it does not start
     */
    public static PostgresCluster shared() {
        return SHARED.get();
    }

    /**
     * Starts a cluster: one or two seconds for three servers, some more the first time on a machine.
     *
     * @param replicas how many replicas, 0 or more
     * @return the cluster, with its replicas following
     * @throws ServerStartException if a server does not start; none is left running then
     */
    public static PostgresCluster start(int replicas) {
        ServerGroup.requireCount(replicas);
        PostgresCluster cluster = new PostgresCluster(PostgresFiles.get());
        cluster.servers.fill(replicas, cluster::addReplica);
        return cluster;
    }

    @Override
    public PostgresServer primary() {
        return servers.primary();
    }

    @Override
    public List<PostgresServer> replicas() {
        return servers.replicas();
    }

    @Override
    public PostgresServer addReplica() {
        return addReplica(servers.nextId());
    }

    private PostgresServer addReplica(int serverId) {
        return servers.add(PostgresServer.start(files, serverId, primary()));
    }

    @Override
    public void promote(PostgresServer replica) {
        replica.lead();
        servers.promote(replica).forEach(other -> other.follow(replica));
    }

    @Override
    public void rejoin(PostgresServer server) {
        server.followAfterLeading(primary());
    }

    @Override
    public void close() {
        servers.close();
    }
}

package io.cloakroom.testservers;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A primary database server and the replicas that follow it, with an empty database {@code app}. Safe for use by many
 * threads, except that promotions must not run at the same time.
 *
 * @param <S> the type of the servers
 */
public interface DatabaseCluster<S extends DatabaseServer> extends AutoCloseable {

    /**
     * Returns the server that takes writes.
     *
     * @return the first one, until another is promoted; perhaps down
     */
    S primary();

    /**
     * Returns the other servers, also those that are down.
     *
     * @return in the order in which they were added
     */
    List<S> replicas();

    /**
     * Adds a replica, which copies everything since the beginning.
     *
     * @return the new replica, following, perhaps not up to date yet
     * @throws ServerStartException if it does not start
     */
    S addReplica();

    /**
     * Makes a replica the primary, and lets the other replicas that are up follow it. The old primary must be down or
     * left alone; {@link #rejoin} brings it back.
     *
     * @param replica the new primary
     */
    void promote(S replica);

    /**
     * Lets a former primary follow the present one.
     *
     * @param server the former primary, up or down
     * @throws ServerStartException if it does not start
     */
    void rejoin(S server);

    /**
     * Pauses replicas: see {@link DatabaseServer#pauseReplication}.
     *
     * @param replicas which; none for all that are up
     */
    default void pauseReplication(DatabaseServer... replicas) {
        chosen(replicas).forEach(DatabaseServer::pauseReplication);
    }

    /**
     * Lets replicas apply again.
     *
     * @param replicas which; none for all that are up
     */
    default void resumeReplication(DatabaseServer... replicas) {
        chosen(replicas).forEach(DatabaseServer::resumeReplication);
    }

    /**
     * Waits until all replicas that are up have what the primary had when this method was called.
     *
     * @param timeout how long, for each
     * @return whether they have
     */
    default boolean awaitReplicas(Duration timeout) {
        String position = primary().position();
        return chosen().allMatch(replica -> replica.awaitPosition(position, timeout));
    }

    /** Ends all servers and deletes their data. Idempotent. */
    @Override
    void close();

    private Stream<DatabaseServer> chosen(DatabaseServer... servers) {
        return servers.length > 0
                ? Stream.of(servers)
                : replicas().stream().filter(TestServer::isAlive).map(DatabaseServer.class::cast);
    }
}

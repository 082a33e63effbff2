package io.cloakroom.testservers;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The servers of a {@link DatabaseCluster}, and which of them is the primary. */
final class ServerGroup<S extends DatabaseServer> implements AutoCloseable {

    private final List<S> servers = new CopyOnWriteArrayList<>();
    private volatile S primary;

    ServerGroup(S primary) {
        this.primary = primary;
        servers.add(primary);
    }

    S primary() {
        return primary;
    }

    List<S> replicas() {
        return servers.stream()
                .filter(server -> server != primary)
                .sorted(Comparator.comparingInt(DatabaseServer::serverId))
                .toList();
    }

    S add(S replica) {
        servers.add(replica);
        return replica;
    }

    /** Starts the first replicas side by side; if one fails, none of the group is left running. */
    void fill(int replicas, IntConsumer start) {
        try {
            IntStream.rangeClosed(2, replicas + 1).parallel().forEach(start);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    int nextId() {
        return servers.stream().mapToInt(DatabaseServer::serverId).max().orElse(0) + 1;
    }

    /**
     * Changes the primary and returns the replicas that have to follow the new one: all that are up but the old one.
     */
    List<S> promote(S replica) {
        S old = primary;
        primary = replica;
        return replicas().stream()
                .filter(other -> other != old && other.isAlive())
                .toList();
    }

    boolean isComplete() {
        return servers.stream().allMatch(TestServer::isAlive);
    }

    @Override
    public void close() {
        servers.forEach(TestServer::close);
    }

    static void requireCount(int replicas) {
        if (replicas < 0) {
            throw new IllegalArgumentException("replicas must not be negative: " + replicas);
        }
    }
}

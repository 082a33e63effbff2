package io.cloakroom.testservers;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Redis Cluster on one machine. Nodes take another for dead after a second; a replica takes over a second or two
 * later.
 */
public final class RedisCluster implements AutoCloseable {

    private static final int SLOTS = 16_384;
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(30);

    private final List<RedisServer> nodes;

    private RedisCluster(List<RedisServer> nodes) {
        this.nodes = nodes;
    }

    /**
     * Starts the nodes, shares the slots evenly among the primaries, and waits until every node knows all others and
     * has the same view: two to three seconds.
     *
     * @param primaries how many primaries, 3 or more: fewer cannot vote a replica in
     * @param replicasEach how many replicas of each primary, 0 or more
     * @return the cluster, serving all slots
     * @throws ServerStartException if a node does not start, or they do not find each other; none is left running then
     */
    public static RedisCluster start(int primaries, int replicasEach) {
        if (primaries < 3 || replicasEach < 0) {
            throw new IllegalArgumentException(
                    "primaries must be at least 3 and replicasEach at least 0: " + primaries + ", " + replicasEach);
        }
        StartedServers started = new StartedServers();
        return started.orCloseAll(() -> {
            List<RedisServer> nodes = IntStream.range(0, primaries * (1 + replicasEach))
                    .mapToObj(i -> started.add(startNode()))
                    .toList();
            meet(nodes);
            started.require("the nodes", eachSees(nodes, "master", nodes.size()));
            for (int i = 0; i < primaries; i++) {
                assignSlots(nodes.get(i), i, primaries);
            }
            for (int i = primaries; i < nodes.size(); i++) {
                String primary = nodes.get(i % primaries).execute("CLUSTER", "MYID");
                nodes.get(i).execute("CLUSTER", "REPLICATE", primary);
            }
            started.require(
                    "the replicas",
                    eachSees(nodes, "slave", primaries * replicasEach)
                            && Poll.until(READY_TIMEOUT, () -> nodes.stream().allMatch(RedisCluster::isServing)));
            return new RedisCluster(nodes);
        });
    }

    /**
     * Returns the nodes.
     *
     * @return first those that began as primaries, then their replicas, also those that are down
     */
    public List<RedisServer> nodes() {
        return nodes;
    }

    /**
     * Finds the node that serves a key, as the first node that is up sees it.
     *
     * @param key the key
     * @return a primary, perhaps one that is down and not yet replaced
     * @throws IllegalStateException if no node is up, or none serves the key
     */
    public RedisServer primaryOf(String key) {
        RedisServer witness = nodes.stream()
                .filter(TestServer::isAlive)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no node is up"));
        int slot = Integer.parseInt(witness.execute("CLUSTER", "KEYSLOT", key));
        return witness.execute("CLUSTER", "NODES")
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(fields -> Stream.of(fields).skip(8).anyMatch(range -> holds(range, slot)))
                .findFirst()
                .map(fields -> nodeAt(fields[1]))
                .orElseThrow(() -> new IllegalStateException("nobody serves slot " + slot));
    }

    /** Ends all nodes. Idempotent. */
    @Override
    public void close() {
        nodes.forEach(TestServer::close);
    }

    private static RedisServer startNode() {
        return RedisServer.start(
                FreePort.findWithClusterBus(), List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "1000"));
    }

    /** Different epochs from the start spare the nodes the votes by which they would arrive at them. */
    private static void meet(List<RedisServer> nodes) {
        RedisServer first = nodes.get(0);
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).execute("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
        }
        nodes.stream()
                .skip(1)
                .forEach(node -> first.execute("CLUSTER", "MEET", "127.0.0.1", String.valueOf(node.port())));
    }

    private static void assignSlots(RedisServer node, int index, int primaries) {
        int from = index * SLOTS / primaries;
        int to = (index + 1) * SLOTS / primaries - 1;
        node.execute("CLUSTER", "ADDSLOTSRANGE", String.valueOf(from), String.valueOf(to));
    }

    private static boolean eachSees(List<RedisServer> nodes, String role, int count) {
        return Poll.until(READY_TIMEOUT, () -> nodes.stream().allMatch(node -> countOf(node, role) == count));
    }

    /** Counts what the node sees: {@code <id> <address> myself,master - 0 0 1 connected 0-5460}. */
    private static long countOf(RedisServer node, String role) {
        return node.execute("CLUSTER", "NODES")
                .lines()
                .filter(line -> line.contains(" connected"))
                .map(line -> line.split(" ", -1)[2])
                .filter(flags -> flags.equals(role) || flags.equals("myself," + role))
                .count();
    }

    private static boolean isServing(RedisServer node) {
        String replication = node.execute("INFO", "replication");
        return node.execute("CLUSTER", "INFO").contains("cluster_state:ok")
                && (replication.contains("role:master") || replication.contains("master_link_status:up"));
    }

    private static boolean holds(String range, int slot) {
        String[] bounds = range.split("-", -1);
        return !range.startsWith("[")
                && Integer.parseInt(bounds[0]) <= slot
                && slot <= Integer.parseInt(bounds[bounds.length - 1]);
    }

    private RedisServer nodeAt(String address) {
        String port = address.substring(address.indexOf(':') + 1, address.indexOf('@'));
        return nodes.stream()
                .filter(node -> node.port() == Integer.parseInt(port))
                .findFirst()
                .orElseThrow();
    }
}

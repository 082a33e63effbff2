package io.cloakroom.testservers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Redis primary with replicas, watched by three Sentinels that take a server for dead after a second and promote a
 * replica when two of them agree: two to four seconds after a crash.
 */
public final class RedisSentinels implements AutoCloseable {

    private static final String NAME = "cloakroom";
    private static final int SENTINELS = 3;
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(30);

    private final List<RedisServer> servers;
    private final List<RedisServer> sentinels;

    private RedisSentinels(List<RedisServer> servers, List<RedisServer> sentinels) {
        this.servers = servers;
        this.sentinels = sentinels;
    }

    /**
     * Starts servers and Sentinels, and waits until every Sentinel knows all replicas and the other Sentinels: two to
     * four seconds.
     *
     * @param replicas how many replicas, 1 or more
     * @return the group, ready for a fail-over
     * @throws ServerStartException if a server does not start, or they do not find each other; none is left running
     *     then
     */
    public static RedisSentinels start(int replicas) {
        if (replicas < 1) {
            throw new IllegalArgumentException("replicas must be at least 1: " + replicas);
        }
        StartedServers started = new StartedServers();
        return started.orCloseAll(() -> {
            RedisServer primary = started.add(RedisServer.start());
            List<RedisServer> followers = IntStream.range(0, replicas)
                    .mapToObj(i -> started.add(RedisServer.replicaOf(primary)))
                    .toList();
            started.require("the replicas", followers.stream().allMatch(each -> each.awaitSynced(READY_TIMEOUT)));
            List<RedisServer> sentinels = IntStream.range(0, SENTINELS)
                    .mapToObj(i -> started.add(startSentinel(primary)))
                    .toList();
            started.require(
                    "the Sentinels",
                    Poll.until(
                            READY_TIMEOUT,
                            () -> sentinels.stream().allMatch(sentinel -> knowsAll(sentinel, replicas))));
            return new RedisSentinels(
                    Stream.concat(Stream.of(primary), followers.stream()).toList(), sentinels);
        });
    }

    /**
     * Returns the name by which clients ask for the primary.
     *
     * @return the name
     */
    public String name() {
        return NAME;
    }

    /**
     * Returns the Sentinels.
     *
     * @return three servers, also those that are down
     */
    public List<RedisServer> sentinels() {
        return sentinels;
    }

    /**
     * Returns the data servers.
     *
     * @return the first primary and then the first replicas, also those that are down
     */
    public List<RedisServer> servers() {
        return servers;
    }

    /**
     * Asks a Sentinel for the primary.
     *
     * @return the server that the first Sentinel that is up takes for the primary, perhaps a dead one
     * @throws IllegalStateException if no Sentinel is up
     */
    public RedisServer primary() {
        RedisServer sentinel = sentinels.stream()
                .filter(TestServer::isAlive)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no Sentinel is up"));
        String port =
                sentinel.execute("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME).split("\n", -1)[1];
        return servers.stream()
                .filter(server -> server.port() == Integer.parseInt(port))
                .findFirst()
                .orElseThrow();
    }

    /** Ends all servers and Sentinels. Idempotent. */
    @Override
    public void close() {
        sentinels.forEach(TestServer::close);
        servers.forEach(TestServer::close);
    }

    private static RedisServer startSentinel(RedisServer primary) {
        int port = FreePort.find();
        Path folder = ServerProcess.newFolder("sentinel");
        String configuration = """
                port %d
                bind 127.0.0.1
                dir "%s"
                sentinel monitor %s 127.0.0.1 %d 2
                sentinel down-after-milliseconds %s 1000
                sentinel failover-timeout %s 5000
                """.formatted(port, folder, NAME, primary.port(), NAME, NAME);
        try {
            Files.writeString(folder.resolve("sentinel.conf"), configuration);
        } catch (IOException e) {
            throw new ServerStartException("redis-sentinel", "its configuration cannot be written", "", e);
        }
        return RedisServer.startSentinel(port, folder);
    }

    private static boolean knowsAll(RedisServer sentinel, int replicas) {
        String primary = sentinel.execute("SENTINEL", "MASTER", NAME);
        String followers = sentinel.execute("SENTINEL", "REPLICAS", NAME);
        return primary.contains("\nflags\nmaster\n")
                && primary.contains("num-slaves\n" + replicas + "\n")
                && primary.contains("num-other-sentinels\n" + (SENTINELS - 1) + "\n")
                && followers.split("master-link-status\nok", -1).length == replicas + 1;
    }
}

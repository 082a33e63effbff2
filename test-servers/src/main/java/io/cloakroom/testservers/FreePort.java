package io.cloakroom.testservers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Finds TCP ports of 127.0.0.1 on which nobody listens.
 *
 * <p>They lie below the ports that systems hand out to clients (from 32,768 on Linux, from 49,152 elsewhere). A port of
 * that range can be lost while a killed server waits to be started again: to any outgoing connection, even to a client
 * that tries to reach just this server and by chance connects to itself. Somebody else may still take a port between
 * the search and its use; at random out of 20,000 that is rare.
 */
public final class FreePort {

    private static final int LOWEST = 11_000;
    private static final int BEYOND_HIGHEST = 32_000;
    private static final int TRIES = 1_000;

    /** Where Redis Cluster listens for other nodes, seen from the port for clients. */
    static final int CLUSTER_BUS = 10_000;

    private FreePort() {}

    /**
     * Finds a free port.
     *
     * @return a port between 11,000 and 31,999
     * @throws IllegalStateException if there is none
     */
    public static int find() {
        return find(BEYOND_HIGHEST, 0);
    }

    /** Finds a port for a node of Redis Cluster: the one 10,000 above is free too. */
    static int findWithClusterBus() {
        return find(BEYOND_HIGHEST - CLUSTER_BUS, CLUSTER_BUS);
    }

    private static int find(int beyond, int distance) {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(LOWEST, beyond))
                .limit(TRIES)
                .filter(port -> isFree(port) && isFree(port + distance))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free port found on 127.0.0.1 in " + TRIES + " tries"));
    }

    static boolean isFree(int port) {
        try (ServerSocket loopback = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return loopback.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}

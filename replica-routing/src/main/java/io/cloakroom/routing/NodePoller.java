package io.cloakroom.routing;

import java.util.concurrent.TimeUnit;

/** Asks one node for its position again and again, on its own thread, so that a node that hangs delays no other. */
final class NodePoller implements Runnable {

    /** Keeps readers that wait for their writes from turning the polls into a flood. */
    private static final long SHORTEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final PollConnection connection;
    private final Poll poll;
    private final WakeUp wakeUp = new WakeUp();
    private volatile boolean closed;

    NodePoller(Node node, Poll poll) {
        this.connection = new PollConnection(node);
        this.poll = poll;
    }

    /** Asks for a poll that begins after this call. */
    void wake() {
        wakeUp.call();
    }

    void close() {
        closed = true;
        wakeUp.call();
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                long rest = poll.on(connection);
                TimeUnit.NANOSECONDS.sleep(SHORTEST_REST_NANOS);
                wakeUp.rest(rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connection.close();
        }
    }

    /** One poll. */
    @FunctionalInterface
    interface Poll {
        /** Polls and returns for how many nanoseconds to rest unless woken; deals with failures itself. */
        long on(PollConnection connection);
    }
}

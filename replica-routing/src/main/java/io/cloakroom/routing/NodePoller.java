package io.cloakroom.routing;

import java.util.concurrent.TimeUnit;

/** Asks one node for its position again and again, on its own thread, so that a node that hangs delays no other. */
final class NodePoller implements Runnable {

    /** Keeps readers that wait for their writes from turning the polls into a flood. */
    private static final long SHORTEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long REST_AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PollConnection connection;
    private final WarnOnce unexpected;
    private final Poll poll;
    private final WakeUp wakeUp = new WakeUp();
    private volatile boolean closed;

    NodePoller(Node node, Poll poll, WarnOnce unexpected) {
        this.connection = new PollConnection(node);
        this.poll = poll;
        this.unexpected = unexpected;
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
                long rest = polled();
                TimeUnit.NANOSECONDS.sleep(SHORTEST_REST_NANOS);
                wakeUp.rest(rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connection.close();
        }
    }

    /** A dialect or driver that fails in an unexpected way must not end the polling for good. */
    private long polled() {
        try {
            return poll.on(connection);
        } catch (RuntimeException e) {
            unexpected.log("a poll failed unexpectedly", e);
            connection.close();
            return REST_AFTER_FAILURE_NANOS;
        }
    }

    /** One poll. */
    @FunctionalInterface
    interface Poll {
        /** Polls and returns for how many nanoseconds to rest unless woken; deals with failures itself. */
        long on(PollConnection connection);
    }
}

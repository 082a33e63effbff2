package io.cloakroom.examples.fleet;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was started, closed in the opposite order. One that fails to close does not keep the others open. */
final class Closing implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T started) {
        open.push(started);
        return started;
    }

    @Override
    public void close() {
        FleetException failure = null;
        while (!open.isEmpty()) {
            AutoCloseable next = open.pop();
            try {
                next.close();
            } catch (Exception e) {
                failure = new FleetException(next + " did not stop: " + e.getMessage(), e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}

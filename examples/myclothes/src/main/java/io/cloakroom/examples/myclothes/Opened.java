package io.cloakroom.examples.myclothes;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened so far; closes it in the reverse order, each whatever becomes of the others. */
final class Opened implements AutoCloseable {

    private static final Logger log = System.getLogger(Opened.class.getName());

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        resources.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                log.log(Level.WARNING, "Could not be closed", e);
            }
        }
    }
}

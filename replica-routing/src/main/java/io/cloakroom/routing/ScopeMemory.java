package io.cloakroom.routing;

import org.jspecify.annotations.Nullable;

/**
 * What a scope did last, in {@link System#nanoTime}. A read may have seen anything up to the moment at which it
 * returned, so the next one needs a node that has all up to then: the same node, the primary, or a replica that is
 * fresh as of a later moment.
 */
record ScopeMemory(
        boolean wrote,
        long lastWrite,
        boolean read,
        long lastRead,
        @Nullable Node reader) {

    static final ScopeMemory EMPTY = new ScopeMemory(false, 0, false, 0, null);

    ScopeMemory afterWrite(long now) {
        return new ScopeMemory(true, wrote ? later(lastWrite, now) : now, read, lastRead, reader);
    }

    ScopeMemory afterRead(Node node, long now) {
        return new ScopeMemory(wrote, lastWrite, true, read ? later(lastRead, now) : now, node);
    }

    ScopeMemory afterReads(long now) {
        return new ScopeMemory(wrote, lastWrite, true, read ? later(lastRead, now) : now, null);
    }

    /** Whether a replica that is fresh as of a moment may serve the next read. */
    boolean allows(Node replica, long freshAsOf) {
        boolean hasWrite = !wrote || freshAsOf - lastWrite > 0;
        boolean hasRead = !read || replica.equals(reader) || freshAsOf - lastRead > 0;
        return hasWrite && hasRead;
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}

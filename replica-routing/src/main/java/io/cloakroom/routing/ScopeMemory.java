package io.cloakroom.routing;

import org.jspecify.annotations.Nullable;

/**
 * What a scope did last, in {@link System#nanoTime}. A read may have seen anything up to the moment at which it
 * returned, so the next one needs a node that has all up to then: the same node, the primary, or a replica that is
 * fresh as of a later moment.
 *
 * @param writes what it wrote in this process
 * @param read whether it read
 * @param lastRead when the last read had returned
 * @param reader the node of the last read, or {@code null} if several had a part in it
 * @param carried what it wrote elsewhere, or {@code null}
 */
record ScopeMemory(
        WriteTrail writes,
        boolean read,
        long lastRead,
        @Nullable Node reader,
        @Nullable CapturedWrite carried) {

    static final ScopeMemory EMPTY = new ScopeMemory(WriteTrail.NOTHING, false, 0, null, null);

    /** The memory of a scope that wrote elsewhere. */
    static ScopeMemory carrying(CapturedWrite write) {
        return new ScopeMemory(WriteTrail.NOTHING, false, 0, null, write);
    }

    ScopeMemory after(WriteTrail write) {
        return new ScopeMemory(write, read, lastRead, reader, carried);
    }

    ScopeMemory afterRead(Node node, long now) {
        return new ScopeMemory(writes, true, read ? WriteTrail.later(lastRead, now) : now, node, carried);
    }

    ScopeMemory afterReads(long now) {
        return new ScopeMemory(writes, true, read ? WriteTrail.later(lastRead, now) : now, null, carried);
    }

    /** Whether a replica that is fresh as of a moment may serve the next read. */
    boolean allows(Node replica, long freshAsOf) {
        boolean hasRead = !read || replica.equals(reader) || freshAsOf - lastRead > 0;
        return hasRead && writes.isOn(replica, freshAsOf) && hasCarried(replica);
    }

    private boolean hasCarried(Node replica) {
        CapturedWrite write = carried;
        return write == null || !write.topology().equals(replica.topology()) || write.isOn(replica);
    }
}

package io.cloakroom.routing;

/** A moment in {@link System#nanoTime} that stands for a position where there is none. It means nothing elsewhere. */
record Moment(long nanos) implements ReplicationPosition {

    @Override
    public boolean covers(ReplicationPosition other) {
        return other instanceof Moment moment && nanos - moment.nanos >= 0;
    }

    @Override
    public String text() {
        return Long.toString(nanos);
    }
}

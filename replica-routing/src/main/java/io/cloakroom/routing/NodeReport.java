package io.cloakroom.routing;

import static java.util.Objects.requireNonNull;

/**
 * What a node answers to a poll.
 *
 * @param writable whether the node says that it takes writes, whatever it was taken for. A replica that was seen to
 *     refuse them and takes them now was promoted
 * @param position for a node taken for the primary: covers every transaction whose commit had returned before the
 *     question; for one taken for a replica: everything it covers is visible there
 */
public record NodeReport(boolean writable, ReplicationPosition position) {

    /**
     * Checks that nothing is missing.
     *
     * @param writable whether it takes writes
     * @param position how far it is
     * @throws NullPointerException if {@code position} is {@code null}
     */
    public NodeReport {
        requireNonNull(position, "position");
    }
}

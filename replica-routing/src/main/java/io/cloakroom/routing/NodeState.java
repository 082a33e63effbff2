package io.cloakroom.routing;

/** Whether a node is in rotation. */
public enum NodeState {

    /** In rotation. The primary always is. */
    UP,

    /** Not asked yet for its position, right after the start; takes no reads. */
    STARTING,

    /** Behind the primary by more than {@code maxLag}, or by an unknown time; takes no reads. */
    LAGGING,

    /** A connection to it failed; one probe at a time looks whether it is back. */
    DOWN
}

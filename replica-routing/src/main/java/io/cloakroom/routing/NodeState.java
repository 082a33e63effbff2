package io.cloakroom.routing;

/** Whether a node is in rotation. */
public enum NodeState {

    /** In rotation. */
    UP,

    /** Not asked yet for its position, right after the start; takes no reads. */
    STARTING,

    /** Behind the primary by more than {@code maxLag}, or by an unknown time; takes no reads. */
    LAGGING,

    /**
     * Has transactions that the primary has not, as after a fail-over that lost some: what it shows is another history;
     * takes no reads.
     */
    DIVERGED,

    /** A connection to it failed; one probe at a time looks whether it is back. */
    DOWN,

    /** The primary does not answer, or says that it takes no writes, and no other node is known to have taken over. */
    LOST
}

package io.cloakroom.routing;

/** Where a transaction is to run, and what a node is. */
public enum Route {

    /** The node that takes writes. */
    PRIMARY,

    /** A node that follows the primary and takes reads only. */
    REPLICA
}

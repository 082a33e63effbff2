package io.cloakroom.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which node is the primary and which are the replicas, at this moment. Changes when a replica is promoted, added or
 * removed; read for each decision without a lock.
 */
final class Topology {

    private final ReentrantLock changes = new ReentrantLock();
    private volatile Nodes nodes = new Nodes(null, List.of());

    Node primary() {
        Node primary = nodes.primary;
        if (primary == null) {
            throw new IllegalStateException("the topology has no primary yet");
        }
        return primary;
    }

    List<Node> replicas() {
        return nodes.replicas;
    }

    boolean isPrimary(Node node) {
        return node.equals(nodes.primary);
    }

    boolean has(Node node) {
        Nodes now = nodes;
        return node.equals(now.primary) || now.replicas.contains(node);
    }

    void start(Node primary) {
        nodes = new Nodes(primary, List.of());
    }

    void add(Node replica) {
        changes.lock();
        try {
            List<Node> more = new ArrayList<>(nodes.replicas);
            more.add(replica);
            nodes = new Nodes(nodes.primary, List.copyOf(more));
        } finally {
            changes.unlock();
        }
    }

    void remove(Node replica) {
        changes.lock();
        try {
            List<Node> fewer = new ArrayList<>(nodes.replicas);
            fewer.remove(replica);
            nodes = new Nodes(nodes.primary, List.copyOf(fewer));
        } finally {
            changes.unlock();
        }
    }

    /** Makes a replica the primary; the old primary counts as a replica from now on. */
    void promote(Node replica) {
        changes.lock();
        try {
            List<Node> others = new ArrayList<>(nodes.replicas);
            others.remove(replica);
            others.add(0, primary());
            nodes = new Nodes(replica, List.copyOf(others));
        } finally {
            changes.unlock();
        }
    }

    private record Nodes(@Nullable Node primary, List<Node> replicas) {}
}

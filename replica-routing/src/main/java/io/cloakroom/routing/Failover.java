package io.cloakroom.routing;

import io.cloakroom.routing.ReplicaHealth.Role;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Decides which node is the primary, from what the nodes say of themselves.
 *
 * <p>Another node takes over only if the primary says that it takes no writes, or has not answered twice in a row, and
 * exactly one other node takes them that is known to have been promoted: it refused writes before. A replica that was
 * never set to read-only is therefore not mistaken for a primary. Right after the start nobody was seen to refuse
 * anything: then it is enough that the configured primary says that it is none, and exactly one other node takes
 * writes.
 */
final class Failover {

    private static final int FAILED_POLLS = 2;

    private final Topology topology;
    private final Timeline timeline;
    private final Events events;
    private final AtomicLong promotions = new AtomicLong();

    /** Guards what is noted of the primary against a promotion meanwhile. */
    private final ReentrantLock lock = new ReentrantLock();

    private int failedPolls;

    Failover(Topology topology, Timeline timeline, Events events) {
        this.topology = topology;
        this.timeline = timeline;
        this.events = events;
    }

    long promotions() {
        return promotions.get();
    }

    /** Takes note of what the primary has told, unless it is the primary no more. */
    void primaryAnswered(Node primary, long asOf, NodeReport report) {
        lock.lock();
        try {
            if (!topology.isPrimary(primary)) {
                return;
            }
            failedPolls = 0;
            if (report.writable()) {
                primary.health().role(Role.WRITABLE);
                timeline.add(asOf, report.position());
                return;
            }
        } finally {
            lock.unlock();
        }
        refused(primary);
    }

    /** Takes note of a poll of the primary that failed. */
    void primaryFailed(Node primary) {
        lock.lock();
        try {
            if (!topology.isPrimary(primary) || ++failedPolls < FAILED_POLLS) {
                return;
            }
        } finally {
            lock.unlock();
        }
        lost(primary, Role.UNREACHABLE);
    }

    /** Takes note that a node refuses writes that is, or was, taken for the primary. */
    void refused(Node node) {
        lost(node, Role.READ_ONLY);
    }

    void replicaAnswered(Node replica, NodeReport report) {
        replica.health().role(report.writable() ? Role.WRITABLE : Role.READ_ONLY);
        if (report.writable()) {
            decide();
        }
    }

    private void lost(Node node, Role role) {
        boolean news = node.health().role() != role && topology.isPrimary(node);
        node.health().role(role);
        if (news) {
            events.warn("the primary " + node + (role == Role.READ_ONLY ? " takes no writes" : " does not answer"));
            events.tell(listener -> listener.onPrimaryLost(node.name()));
        }
        decide();
    }

    private void decide() {
        Node old = topology.primary();
        Node promoted = promoted(old);
        if (promoted == null) {
            return;
        }
        lock.lock();
        try {
            if (!topology.isPrimary(old)) {
                return;
            }
            topology.promote(promoted);
            timeline.clear();
            failedPolls = 0;
            promoted.health().lead();
            topology.replicas().forEach(replica -> replica.health().follow());
        } finally {
            lock.unlock();
        }
        promotions.incrementAndGet();
        events.warn(promoted + " is the primary now, in place of " + old);
        events.tell(listener -> listener.onPrimaryChanged(old.name(), promoted.name()));
    }

    private @Nullable Node promoted(Node primary) {
        Role role = primary.health().role();
        if (role != Role.READ_ONLY && role != Role.UNREACHABLE) {
            return null;
        }
        boolean neverWas = role == Role.READ_ONLY && !primary.health().wasWritable();
        List<Node> candidates = topology.replicas().stream()
                .filter(node -> node.health().wasPromoted()
                        || (neverWas && node.health().role() == Role.WRITABLE))
                .toList();
        return candidates.size() == 1 ? candidates.get(0) : null;
    }
}

package io.cloakroom.routing;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A MariaDB GTID position: for each replication domain the last transaction, written {@code domain-server-sequence}
 * with commas between. Sequence numbers of a domain grow over a change of the primary; two transactions with the same
 * number and different servers belong to different histories.
 */
record GtidPosition(Map<Long, Gtid> domains) implements ReplicationPosition {

    GtidPosition {
        domains = Map.copyOf(domains);
    }

    static GtidPosition parse(String text) {
        Map<Long, Gtid> domains = new TreeMap<>();
        try {
            for (String gtid : text.isBlank() ? new String[0] : text.split(",", -1)) {
                String[] parts = gtid.strip().split("-", 3);
                domains.merge(
                        Long.valueOf(parts[0]),
                        new Gtid(Long.parseLong(parts[1]), Long.parseLong(parts[2])),
                        Gtid::later);
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("Not a GTID position: " + text, e);
        }
        return new GtidPosition(domains);
    }

    /** For each domain the later of the two. */
    GtidPosition and(GtidPosition other) {
        Map<Long, Gtid> both = new TreeMap<>(domains);
        other.domains.forEach((domain, gtid) -> both.merge(domain, gtid, Gtid::later));
        return new GtidPosition(both);
    }

    @Override
    public boolean covers(ReplicationPosition other) {
        return other instanceof GtidPosition gtid
                && gtid.domains.entrySet().stream().allMatch(e -> has(e.getKey(), e.getValue()));
    }

    @Override
    public String text() {
        return new TreeMap<>(domains)
                .entrySet().stream()
                        .map(e -> e.getKey() + "-" + e.getValue().server() + "-"
                                + e.getValue().sequence())
                        .collect(Collectors.joining(","));
    }

    private boolean has(Long domain, Gtid other) {
        Gtid reached = domains.get(domain);
        return reached != null && (reached.sequence > other.sequence || reached.equals(other));
    }

    /** A transaction within a domain. */
    record Gtid(long server, long sequence) {

        Gtid later(Gtid other) {
            return other.sequence > sequence ? other : this;
        }
    }
}

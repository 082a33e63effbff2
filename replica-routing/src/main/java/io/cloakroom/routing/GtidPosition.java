package io.cloakroom.routing;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A MariaDB GTID position: for each replication domain the sequence number reached, written
 * {@code domain-server-sequence} with commas between.
 */
record GtidPosition(Map<Long, Long> sequences) implements ReplicationPosition {

    GtidPosition {
        sequences = Map.copyOf(sequences);
    }

    static GtidPosition parse(String text) throws SQLException {
        Map<Long, Long> sequences = new HashMap<>();
        try {
            for (String gtid : text.isBlank() ? new String[0] : text.split(",", -1)) {
                String[] parts = gtid.strip().split("-", -1);
                sequences.merge(Long.valueOf(parts[0]), Long.valueOf(parts[2]), Math::max);
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new SQLException("Not a GTID position: " + text, e);
        }
        return new GtidPosition(sequences);
    }

    @Override
    public boolean covers(ReplicationPosition other) {
        return other instanceof GtidPosition gtid
                && gtid.sequences.entrySet().stream().allMatch(e -> reached(e.getKey()) >= e.getValue());
    }

    private long reached(Long domain) {
        Long sequence = sequences.get(domain);
        return sequence == null ? -1 : sequence;
    }
}

package io.cloakroom.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** Slots of a Redis Cluster, from first to last, and who serves them. */
record SlotRange(int from, int to, Address primary) {

    record Address(String host, int port) {}

    /**
     * Understands the answer to {@code CLUSTER SLOTS}.
     *
     * @param asked where the answer is from: a node that does not know its own name leaves it out
     */
    static List<SlotRange> parse(List<Object> answer, String asked) {
        var ranges = new ArrayList<SlotRange>();
        for (Object element : answer) {
            List<?> range = (List<?>) element;
            List<?> primary = (List<?>) range.get(2);
            String host = primary.get(0) instanceof byte[] name ? new String(name, UTF_8) : "";
            int port = ((Number) primary.get(1)).intValue();
            int from = ((Number) range.get(0)).intValue();
            int to = ((Number) range.get(1)).intValue();
            ranges.add(new SlotRange(from, to, new Address(host.isEmpty() ? asked : host, port)));
        }
        return ranges;
    }
}

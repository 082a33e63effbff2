package io.cloakroom.session.dynamodb;

import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionMetadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/*
 * How a session in several items is never seen half-written, without a transaction (of at most 4 MB, at twice the
 * price):
 *
 *   1. The parts of a new value are written under an id that nobody knows yet.
 *   2. One conditional write of the session's item switches to them. Before it everybody sees the old value, after it
 *      everybody the new one, with all other changes of that request.
 *   3. The parts of the old value are deleted.
 *
 * A reader that got the session's item before 2 and looks for the parts after 3 misses some, and reads again: parts of
 * another value it cannot get, because those have another id. A writer that dies before 2 leaves parts that nobody ever
 * reads, one that dies before 3 likewise: the service deletes them by their ttl.
 */
/** The parts of large attributes. */
final class PartItems {

    private final BatchCalls calls;
    private final WriteBehind background;
    private final Timeouts timeouts;

    PartItems(BatchCalls calls, WriteBehind background, Timeouts timeouts) {
        this.calls = calls;
        this.background = background;
        this.timeouts = timeouts;
    }

    /** Writes the parts of values, in one round trip for 25 of them. */
    void write(Map<SplitValue, EncodedValue> values, SessionMetadata session, Deadline deadline) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        values.forEach((split, value) -> items.addAll(items(split, value.toByteArray(), session)));
        calls.put(items, deadline);
    }

    private static List<Map<String, AttributeValue>> items(SplitValue split, byte[] bytes, SessionMetadata session) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        for (int part = 0; part < split.parts(); part++) {
            int from = part * SplitValue.PART_SIZE;
            byte[] slice = Arrays.copyOfRange(bytes, from, Math.min(from + SplitValue.PART_SIZE, bytes.length));
            items.add(SessionItem.part(split.partKey(part), slice, session));
        }
        return items;
    }

    /**
     * Reads values, in one round trip for 16 MB.
     *
     * @return the values, or empty if some part is not there: another request has replaced the value
     */
    Optional<Map<SplitValue, EncodedValue>> read(Collection<SplitValue> splits, Deadline deadline) {
        Map<String, byte[]> parts = calls.get(keys(splits), deadline).stream()
                .collect(Collectors.toMap(SessionItem::partitionKey, SessionItem::bytesOfPart));
        Map<SplitValue, EncodedValue> values = new HashMap<>();
        for (SplitValue split : splits) {
            byte[] bytes = joined(split, parts);
            if (bytes.length != split.length()) {
                return Optional.empty();
            }
            values.put(split, EncodedValue.of(bytes));
        }
        return Optional.of(values);
    }

    private static byte[] joined(SplitValue split, Map<String, byte[]> parts) {
        List<byte[]> slices = split.partKeys().stream()
                .map(key -> parts.getOrDefault(key, new byte[0]))
                .toList();
        byte[] bytes = new byte[slices.stream().mapToInt(slice -> slice.length).sum()];
        int length = 0;
        for (byte[] slice : slices) {
            System.arraycopy(slice, 0, bytes, length, slice.length);
            length += slice.length;
        }
        return bytes;
    }

    /** Deletes the parts of values that no session has any more; nobody waits for it. */
    void discard(Collection<SplitValue> splits) {
        if (!splits.isEmpty()) {
            Set<SplitValue> old = Set.copyOf(splits);
            background.add(
                    () -> calls.delete(keys(old), new Deadline(timeouts)),
                    "Parts of a replaced session attribute in DynamoDB stay until their time to live");
        }
    }

    private static List<Map<String, AttributeValue>> keys(Collection<SplitValue> splits) {
        return splits.stream()
                .flatMap(split -> split.partKeys().stream())
                .map(SessionItem::partKey)
                .toList();
    }
}

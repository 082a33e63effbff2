package io.cloakroom.session.dynamodb;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import io.cloakroom.session.dynamodb.StoredSession.SplitAttribute;
import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/*
 * Every write of an item costs as much as the whole item, so what is in the session's item is paid for with each save,
 * and what is not, with one more round trip for each read. At 64 KB a save already costs 64 times what the smallest one
 * does. Below that, attributes leave the item only if they do not fit into it together; then enough of them, the largest
 * first, that the next saves fit again.
 */
/** Decides which attributes are in the session's item and which in items of their own. */
final class Placement {

    /** Larger attributes are always in items of their own, in bytes. */
    static final int SPLIT_LIMIT = 64 * 1024;

    /** What the session's item may have, in bytes. */
    static final int ITEM_LIMIT = ItemSize.LIMIT - ItemSize.UNCERTAINTY;

    private static final int ITEM_TARGET = ItemSize.LIMIT * 3 / 4;

    /** Smaller attributes stay: naming an item of their own would take about as much. */
    private static final int SMALLEST_MOVED = 1024;

    private static final int POINTER_SIZE = 50;

    private final int maxSessionSize;

    Placement(int maxSessionSize) {
        this.maxSessionSize = maxSessionSize;
    }

    /** Tells whether a delta cannot, or should not, go into the session's item. */
    static boolean isTooLargeForItem(SessionChanges changes) {
        List<Integer> sizes = changes.attributes().values().stream()
                .map(change ->
                        change instanceof AttributeChange.Put put ? put.value().size() : 0)
                .toList();
        return sizes.stream().anyMatch(size -> size > SPLIT_LIMIT)
                || sizes.stream().mapToLong(size -> size).sum() > ITEM_LIMIT;
    }

    /**
     * Returns how many bytes a session may have in items of their own, so that whatever else fits into its item, the
     * maximum is kept.
     */
    int unquestionedPartBytes() {
        return maxSessionSize - ItemSize.LIMIT;
    }

    /**
     * Moves what is too large into items of their own. Does no I/O.
     *
     * @param key the key of the session
     * @param session the session with all that is new in {@link StoredSession#attributes}
     * @param large takes what is moved
     * @return the session as it is to be written
     * @throws SessionTooLargeException if there is too much of it
     */
    StoredSession place(StoreKey key, StoredSession session, LargeValues large) {
        long total = session.sizes().values().stream().mapToLong(size -> size).sum();
        if (total > maxSessionSize) {
            throw SessionTooLargeException.asAWhole(session.sizes(), maxSessionSize);
        }
        StoredSession placed = moved(session, SPLIT_LIMIT, Integer.MAX_VALUE, large);
        int excess = itemSize(key, placed) - ITEM_LIMIT;
        if (excess <= 0) {
            return placed;
        }
        StoredSession packed = moved(placed, SMALLEST_MOVED, excess + ITEM_LIMIT - ITEM_TARGET, large);
        if (itemSize(key, packed) > ITEM_LIMIT) {
            throw SessionTooLargeException.inOneItem(session.sizes(), ITEM_LIMIT);
        }
        return packed;
    }

    /** Moves the largest attributes above a size until enough bytes have left the item. */
    private static StoredSession moved(StoredSession session, int above, int enough, LargeValues large) {
        Map<String, StoredAttribute> attributes = new HashMap<>(session.attributes());
        Map<String, SplitAttribute> split = new HashMap<>(session.split());
        int left = enough;
        for (Map.Entry<String, StoredAttribute> attribute : largestFirst(session.attributes())) {
            EncodedValue value = attribute.getValue().value();
            if (value.size() <= above || left <= 0) {
                break;
            }
            String name = attribute.getKey();
            attributes.remove(name);
            split.put(
                    name,
                    new SplitAttribute(large.place(value), attribute.getValue().version()));
            left -= value.size() - POINTER_SIZE;
        }
        return new StoredSession(session.metadata(), attributes, split, session.writes());
    }

    private static List<Map.Entry<String, StoredAttribute>> largestFirst(Map<String, StoredAttribute> attributes) {
        return attributes.entrySet().stream()
                .sorted(comparing(attribute -> attribute.getValue().value().size(), reverseOrder()))
                .toList();
    }

    private static int itemSize(StoreKey key, StoredSession session) {
        return ItemSize.of(SessionItem.live(key, session, WriteToken.beside(session.writes())));
    }
}

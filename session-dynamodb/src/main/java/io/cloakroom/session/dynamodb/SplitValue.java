package io.cloakroom.session.dynamodb;

import io.cloakroom.session.store.SessionStoreException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Where the bytes of a large attribute are: in items of their own, which are written once and never changed. The id is
 * of one value, so that whoever has read this never takes the parts of another value for it.
 *
 * @param id random, unique in the table
 * @param parts how many items there are, 1 or more
 * @param length how many bytes they have together
 */
record SplitValue(String id, int parts, int length) {

    /** As much as an item takes, with room for its other fields. */
    static final int PART_SIZE = ItemSize.LIMIT - ItemSize.UNCERTAINTY;

    private static final Pattern TEXT = Pattern.compile("(\\d{1,4}):(\\d{1,9}):([0-9a-f-]{36})");

    static SplitValue ofLength(int length) {
        return new SplitValue(UUID.randomUUID().toString(), (length + PART_SIZE - 1) / PART_SIZE, length);
    }

    /** Reads what {@link #toText} has written. */
    static SplitValue ofText(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new SessionStoreException(
                    "A session names parts in a way that is not known: something else has written to the table", null);
        }
        return new SplitValue(matcher.group(3), Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    String toText() {
        return parts + ":" + length + ":" + id;
    }

    /** Returns the partition keys of the items, in the order of the bytes. */
    List<String> partKeys() {
        return IntStream.range(0, parts).mapToObj(this::partKey).toList();
    }

    String partKey(int part) {
        return "part#" + id + "#" + part;
    }
}

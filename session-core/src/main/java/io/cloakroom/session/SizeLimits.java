package io.cloakroom.session;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.SessionRecord;
import java.util.HashMap;
import java.util.Map;

/** How large an attribute and a session may be, in bytes of encoded values. */
record SizeLimits(int attributeBytes, int sessionBytes) {

    void requireFits(String attributeName, int size) {
        if (size > attributeBytes) {
            throw SessionTooLargeException.ofAttribute(attributeName, size, attributeBytes);
        }
    }

    void requireFits(SessionRecord record) {
        requireFits(sizes(record));
    }

    /** A session that was larger before, under another limit, may shrink step by step. */
    void requireFits(SessionRecord before, Map<String, AttributeChange> changes) {
        Map<String, Integer> sizes = sizes(before);
        long sizeBefore = total(sizes);
        changes.forEach((name, change) -> {
            if (change instanceof AttributeChange.Put put) {
                sizes.put(name, put.value().size());
            } else {
                sizes.remove(name);
            }
        });
        if (total(sizes) > sizeBefore) {
            requireFits(sizes);
        }
    }

    private void requireFits(Map<String, Integer> sizes) {
        long size = total(sizes);
        if (size > sessionBytes) {
            throw SessionTooLargeException.ofSession((int) Math.min(size, Integer.MAX_VALUE), sessionBytes, sizes);
        }
    }

    private static Map<String, Integer> sizes(SessionRecord record) {
        Map<String, Integer> sizes = new HashMap<>();
        record.attributes()
                .forEach((name, attribute) -> sizes.put(name, attribute.value().size()));
        sizes.remove(SessionBinding.NAME);
        return sizes;
    }

    private static long total(Map<String, Integer> sizes) {
        return sizes.values().stream().mapToLong(Integer::longValue).sum();
    }
}

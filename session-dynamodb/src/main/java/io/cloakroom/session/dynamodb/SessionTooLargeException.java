package io.cloakroom.session.dynamodb;

import static java.util.Comparator.reverseOrder;

import io.cloakroom.session.store.SessionStoreException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A session would become larger than the store can keep. Nothing was written: the session is stored as it was before.
 * The message names the largest attributes and their sizes; none of their contents.
 */
public final class SessionTooLargeException extends SessionStoreException {

    private static final long serialVersionUID = 1L;

    private static final int NAMED_IN_MESSAGE = 10;

    /** Largest first. */
    private final LinkedHashMap<String, Integer> attributeSizes;

    /** In bytes. */
    private final int limit;

    private SessionTooLargeException(String reason, Map<String, Integer> sizes, int limit) {
        super(
                reason + " Nothing was written. Bytes by attribute: " + largest(sizes) + ". Keep less in the session.",
                null);
        this.attributeSizes = new LinkedHashMap<>(sizes);
        this.limit = limit;
    }

    /** Returns the exception for a session that exceeds the configured maximum. */
    static SessionTooLargeException asAWhole(Map<String, Integer> sizes, int limit) {
        return new SessionTooLargeException(
                "The session would exceed " + limit + " bytes, the maxSessionSize of the store.",
                largestFirst(sizes),
                limit);
    }

    /** Returns the exception for a session with so many small attributes that moving the larger ones is no help. */
    static SessionTooLargeException inOneItem(Map<String, Integer> sizes, int limit) {
        return new SessionTooLargeException(
                "The small attributes and the names of all " + sizes.size() + " attributes of the session would exceed "
                        + limit + " bytes, which is what DynamoDB takes in an item.",
                largestFirst(sizes),
                limit);
    }

    /**
     * Returns how large each attribute is that the session would have had.
     *
     * @return the size of the encoded value in bytes by name of the attribute, the largest first; unmodifiable
     */
    public Map<String, Integer> attributeSizes() {
        return Collections.unmodifiableMap(attributeSizes);
    }

    /**
     * Returns what the session would exceed.
     *
     * @return the limit in bytes: {@link DynamoDbSessionStoreBuilder#maxSessionSize} for the encoded values together,
     *     or what an item takes of small attributes with the names of all
     */
    public int limit() {
        return limit;
    }

    private static Map<String, Integer> largestFirst(Map<String, Integer> sizes) {
        Map<String, Integer> sorted = new LinkedHashMap<>();
        sizes.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(reverseOrder()))
                .forEach(attribute -> sorted.put(attribute.getKey(), attribute.getValue()));
        return sorted;
    }

    private static String largest(Map<String, Integer> sizes) {
        String largest = sizes.entrySet().stream()
                .limit(NAMED_IN_MESSAGE)
                .map(attribute -> "'" + attribute.getKey() + "' " + attribute.getValue())
                .collect(Collectors.joining(", "));
        return sizes.size() > NAMED_IN_MESSAGE
                ? largest + " and " + (sizes.size() - NAMED_IN_MESSAGE) + " smaller"
                : largest;
    }
}

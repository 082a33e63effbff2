package io.cloakroom.session.dynamodb;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

    SessionTooLargeException(SessionRecord session, int limit, @Nullable Throwable cause) {
        this(largestFirst(session), limit, cause);
    }

    private SessionTooLargeException(Map<String, Integer> sizes, int limit, @Nullable Throwable cause) {
        super(message(sizes, limit), cause);
        this.attributeSizes = new LinkedHashMap<>(sizes);
        this.limit = limit;
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
     * Returns how large a session may be.
     *
     * @return the limit in bytes, for all attributes with their names and the session's metadata together
     */
    public int limit() {
        return limit;
    }

    private static Map<String, Integer> largestFirst(SessionRecord session) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        session.attributes().entrySet().stream()
                .sorted(comparing(attribute -> attribute.getValue().value().size(), reverseOrder()))
                .forEach(attribute -> sizes.put(
                        attribute.getKey(), attribute.getValue().value().size()));
        return sizes;
    }

    private static String message(Map<String, Integer> sizes, int limit) {
        String largest = sizes.entrySet().stream()
                .limit(NAMED_IN_MESSAGE)
                .map(attribute -> "'" + attribute.getKey() + "' " + attribute.getValue())
                .collect(Collectors.joining(", "));
        String others = sizes.size() > NAMED_IN_MESSAGE ? " and " + (sizes.size() - NAMED_IN_MESSAGE) + " smaller" : "";
        return "The session would exceed " + limit
                + " bytes, the limit of a DynamoDB item. Nothing was written. Bytes by" + " attribute: " + largest
                + others + ". Keep less in the session.";
    }
}

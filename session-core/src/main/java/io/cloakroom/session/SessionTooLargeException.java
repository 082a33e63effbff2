package io.cloakroom.session;

import io.cloakroom.session.store.SessionException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A session, or one attribute of it, is larger than it may be. Nothing was saved: the session is as it was before the
 * request.
 */
public final class SessionTooLargeException extends SessionException {

    private static final long serialVersionUID = 1L;
    private static final int MAX_LISTED = 10;

    /** What the accessor returns. */
    private final int size;

    /** What the accessor returns. */
    private final int limit;

    /** What the accessor returns, largest first. */
    @SuppressWarnings("serial") // a LinkedHashMap
    private final Map<String, Integer> attributeSizes;

    private SessionTooLargeException(String what, int size, int limit, Map<String, Integer> attributeSizes) {
        super(
                what + " of " + size + " bytes is larger than the limit of " + limit + ". " + listed(attributeSizes),
                null);
        this.size = size;
        this.limit = limit;
        this.attributeSizes = attributeSizes;
    }

    static SessionTooLargeException ofCookie(int size, int limit, Map<String, Integer> attributeSizes) {
        return new SessionTooLargeException("A sealed session cookie", size, limit, largestFirst(attributeSizes));
    }

    static SessionTooLargeException ofSession(int size, int limit, Map<String, Integer> attributeSizes) {
        return new SessionTooLargeException("A session", size, limit, largestFirst(attributeSizes));
    }

    static SessionTooLargeException ofAttribute(String name, int size, int limit) {
        return new SessionTooLargeException("Session attribute " + name, size, limit, Map.of(name, size));
    }

    /**
     * Returns how large the session is, or the attribute if that alone is too large.
     *
     * @return the size in bytes: of a sealed cookie with its name and attributes, else of the encoded values
     */
    public int size() {
        return size;
    }

    /**
     * Returns what was exceeded.
     *
     * @return the limit in bytes
     */
    public int limit() {
        return limit;
    }

    /**
     * Returns how large each attribute of the session is.
     *
     * @return the sizes in bytes by attribute name, before compression, the largest first
     */
    public Map<String, Integer> attributeSizes() {
        return new LinkedHashMap<>(attributeSizes);
    }

    private static Map<String, Integer> largestFirst(Map<String, Integer> sizes) {
        return sizes.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    private static String listed(Map<String, Integer> sizes) {
        return sizes.entrySet().stream()
                .limit(MAX_LISTED)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ", "Encoded attributes: ", sizes.size() > MAX_LISTED ? ", ..." : ""));
    }
}

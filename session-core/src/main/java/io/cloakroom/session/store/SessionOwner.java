package io.cloakroom.session.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Whose a session is, from the log-in on. Stores keep it in plain text next to the times of the session.
 *
 * @param principal the name of the user, as the application identifies users: 1 to 1,000 characters
 * @param since when the user logged in; cut to milliseconds. The order of a user's sessions: later ones are newer
 * @param device what the user is to recognise the session by in a list of his sessions, such as the name of a browser;
 *     at most 200 characters, empty if nothing is known
 */
public record SessionOwner(String principal, Instant since, String device) {

    /** How many characters a label may have. */
    public static final int MAX_DEVICE = 200;

    private static final int MAX_PRINCIPAL = 1000;

    /**
     * Creates an owner.
     *
     * @param principal the name of the user: 1 to 1,000 characters
     * @param since when the user logged in; cut to milliseconds
     * @param device a label for the session; at most 200 characters
     * @throws IllegalArgumentException if {@code principal} or {@code device} is out of its range
     */
    public SessionOwner {
        requireNonNull(principal, "principal");
        requireNonNull(device, "device");
        since = requireNonNull(since, "since").truncatedTo(ChronoUnit.MILLIS);
        if (principal.isEmpty() || principal.length() > MAX_PRINCIPAL) {
            throw new IllegalArgumentException("principal must have 1 to 1000 characters: " + principal.length());
        }
        if (device.length() > MAX_DEVICE) {
            throw new IllegalArgumentException("device must have at most 200 characters: " + device.length());
        }
    }

    /**
     * Returns this owner as one text, for stores that keep it in one field.
     *
     * @return what {@link #ofText} reads
     */
    public String toText() {
        return since.toEpochMilli() + ":" + device.length() + ":" + device + principal;
    }

    /**
     * Reads the text of an owner.
     *
     * @param text what {@link #toText} returned
     * @return the owner
     * @throws IllegalArgumentException if the text is no owner; the message does not quote it
     */
    public static SessionOwner ofText(String text) {
        try {
            int first = text.indexOf(':');
            int second = text.indexOf(':', first + 1);
            Instant since = Instant.ofEpochMilli(Long.parseLong(text.substring(0, first)));
            int end = second + 1 + Integer.parseInt(text.substring(first + 1, second));
            return new SessionOwner(text.substring(end), since, text.substring(second + 1, end));
        } catch (RuntimeException e) {
            // without the cause, which quotes the text
            throw new IllegalArgumentException("the owner of a session is not readable");
        }
    }

    /** Names nobody: what identifies a user does not belong in logs. */
    @Override
    public String toString() {
        return "SessionOwner[since " + since + "]";
    }
}

package io.cloakroom.routing;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a scope has written, to be carried to another instance: in a cookie, a message, a job. It holds a place in the
 * primary's stream of changes and nothing of what was written, and is not secret; but who can forge one can send his
 * reads to the primary, so sign what goes through foreign hands, as the servlet filter does.
 *
 * @param engine whose positions these are: the dialect's {@link ReplicationDialect#engine}, or {@code "time"} where
 *     only the time of the write is known
 * @param writtenAt when the token was made, by the clock of the instance that made it
 * @param position the dialect's {@link ReplicationPosition#text}; empty for {@code "time"}
 */
public record ConsistencyToken(String engine, Instant writtenAt, String position) {

    /** A longer text is not a token. */
    static final int MOST_CHARACTERS = 100;

    private static final String TIME = "time";
    private static final Pattern FORM = Pattern.compile("v1:([a-z0-9]{1,12}):(\\d{1,15}):([!-~]*)");

    /**
     * Checks the parts.
     *
     * @param engine whose positions these are
     * @param writtenAt when the token was made
     * @param position the position
     * @throws IllegalArgumentException if the text would be longer than 100 characters, or is not made of printable
     *     ASCII
     */
    public ConsistencyToken {
        requireNonNull(engine, "engine");
        requireNonNull(writtenAt, "writtenAt");
        requireNonNull(position, "position");
        String text = text(engine, writtenAt, position);
        if (text.length() > MOST_CHARACTERS || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a token must have at most " + MOST_CHARACTERS + " printable characters: " + text.length());
        }
    }

    /** A token for a write of which only the time is known. */
    static ConsistencyToken at(Instant moment) {
        return new ConsistencyToken(TIME, moment, "");
    }

    /**
     * Reads a token.
     *
     * @param text what {@link #text} has returned
     * @return the token
     * @throws IllegalArgumentException if it is none, or of a later version
     */
    public static ConsistencyToken parse(String text) {
        Matcher parts = FORM.matcher(requireNonNull(text, "text"));
        if (text.length() > MOST_CHARACTERS || !parts.matches()) {
            throw new IllegalArgumentException("not a consistency token of version 1");
        }
        try {
            Instant writtenAt = Instant.ofEpochMilli(Long.parseLong(parts.group(2)));
            return new ConsistencyToken(parts.group(1), writtenAt, parts.group(3));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a consistency token of version 1", e);
        }
    }

    /**
     * Returns the form to be sent.
     *
     * @return for instance {@code v1:mariadb:1763814000123:0-1-42}; at most 100 characters of printable ASCII
     */
    public String text() {
        return text(engine, writtenAt, position);
    }

    boolean isTime() {
        return engine.equals(TIME);
    }

    private static String text(String engine, Instant writtenAt, String position) {
        return "v1:" + engine + ":" + writtenAt.toEpochMilli() + ":" + position;
    }
}

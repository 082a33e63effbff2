package io.cloakroom.cache.tier;

import static java.util.Objects.requireNonNull;

/** Names stored bytes that a reader has seen and cannot use, so that a lease is granted although they are there. */
public final class Seen {

    private static final Seen NOTHING = new Seen(new byte[0]);

    private final byte[] head;

    private Seen(byte[] head) {
        this.head = head;
    }

    /**
     * Returns the mark of a reader that found nothing.
     *
     * @return the mark
     */
    public static Seen nothing() {
        return NOTHING;
    }

    /**
     * Returns the mark of stored bytes.
     *
     * @param head what the stored bytes begin with, as much as tells them apart; not empty
     * @return the mark, with a copy of the bytes
     * @throws IllegalArgumentException if {@code head} is empty
     */
    public static Seen of(byte[] head) {
        if (requireNonNull(head, "head").length == 0) {
            throw new IllegalArgumentException("head must not be empty");
        }
        return new Seen(head.clone());
    }

    /**
     * Returns what the stored bytes begin with.
     *
     * @return a copy; empty if nothing was seen
     */
    public byte[] head() {
        return head.clone();
    }

    @Override
    public String toString() {
        return "Seen[" + head.length + " bytes]";
    }
}

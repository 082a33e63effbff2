package io.cloakroom.session.seal;

import static java.util.Objects.requireNonNull;

/** Keys that the application replaces while it runs, as its secret store tells it to. Safe for use by many threads. */
public final class RotatingKeys implements KeyProvider {

    private volatile KeyRing current;

    private RotatingKeys(KeyRing first) {
        this.current = first;
    }

    /**
     * Returns a provider that has these keys until they are replaced.
     *
     * @param first the keys to start with
     * @return a new provider
     */
    public static RotatingKeys startingWith(KeyRing first) {
        return new RotatingKeys(requireNonNull(first, "first"));
    }

    /**
     * Replaces the keys for everything that is sealed or opened from now on. What was sealed with a key that the new
     * ring lacks can no longer be opened.
     *
     * @param next the new keys
     */
    public void replace(KeyRing next) {
        current = requireNonNull(next, "next");
    }

    @Override
    public KeyRing keyRing() {
        return current;
    }
}

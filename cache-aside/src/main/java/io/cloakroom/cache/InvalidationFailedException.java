package io.cloakroom.cache;

/**
 * An invalidation was not confirmed by the shared tier: it may have happened or not. This process has dropped its own
 * copy; other instances may serve the old value until the time to live ends. Invalidating is idempotent: call again.
 */
public final class InvalidationFailedException extends CacheException {

    private static final long serialVersionUID = 1L;

    /** How many keys; part of the serialized form. */
    private final int unconfirmed;

    InvalidationFailedException(String namespace, int unconfirmed, Throwable cause) {
        super(
                namespace + " - " + unconfirmed + " invalidations were not confirmed by the shared tier."
                        + " Other instances may serve old values: invalidate again when it answers",
                cause);
        this.unconfirmed = unconfirmed;
    }

    /**
     * Returns how many keys are not known to be invalidated.
     *
     * @return 1 or more
     */
    public int unconfirmed() {
        return unconfirmed;
    }
}

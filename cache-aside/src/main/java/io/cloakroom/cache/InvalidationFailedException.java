package io.cloakroom.cache;

/**
 * An invalidation was not confirmed by the shared tier: it may have happened or not. This process no longer serves the
 * old value; others may, until the tier confirms. It is sent again until then, as long as this process lives, so there
 * is no need to call again; to do so is harmless.
 */
public final class InvalidationFailedException extends CacheException {

    private static final long serialVersionUID = 1L;

    /** How many keys; part of the serialized form. */
    private final int unconfirmed;

    InvalidationFailedException(String namespace, int unconfirmed, Throwable cause) {
        super(
                namespace + " - " + unconfirmed + " invalidations were not confirmed by the shared tier."
                        + " Other instances may serve old values until it answers: they are sent again",
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

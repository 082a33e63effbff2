package io.cloakroom.cache;

/**
 * Why a caller did not get what its loader would have returned: too many loads run already, a load of the same key
 * failed a short time ago and is not to be repeated yet, or it takes longer than the caller may wait. Callers find it
 * as the cause of their {@link LoadFailedException}.
 */
public final class NoLoadException extends CacheException {

    private static final long serialVersionUID = 1L;

    NoLoadException(String message) {
        super(message, null);
    }
}

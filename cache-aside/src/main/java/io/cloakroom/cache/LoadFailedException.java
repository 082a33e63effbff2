package io.cloakroom.cache;

/**
 * A value could not be loaded. The cause is what the loader threw; each waiting caller gets an exception of its own.
 */
public final class LoadFailedException extends CacheException {

    private static final long serialVersionUID = 1L;

    LoadFailedException(String namespace, Throwable cause) {
        super(
                cause instanceof NoLoadException
                        ? namespace + " - not loaded: " + cause.getMessage()
                        : namespace + " - the loader failed: "
                                + cause.getClass().getName(),
                cause);
    }

    LoadFailedException(String namespace, InterruptedException cause) {
        super(namespace + " - interrupted while waiting for a load", cause);
    }
}

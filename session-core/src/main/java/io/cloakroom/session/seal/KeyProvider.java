package io.cloakroom.session.seal;

/**
 * Tells which keys are in use now. A {@link KeyRing} is a provider of itself, for keys that change with a deployment;
 * {@link RotatingKeys} are replaced while the application runs. Implementations are safe for use by many threads.
 */
@FunctionalInterface
public interface KeyProvider {

    /**
     * Returns the keys in use. It is called for each sealed session, several times a request: whoever fetches keys from
     * elsewhere does so on another thread and answers from memory here.
     *
     * @return the keys
     */
    KeyRing keyRing();
}

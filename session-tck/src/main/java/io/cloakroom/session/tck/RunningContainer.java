package io.cloakroom.session.tck;

import java.net.URI;

/** An instance of a web server that {@link SessionContainerContract} sends requests to. */
public interface RunningContainer {

    /**
     * Returns where it listens.
     *
     * @return scheme, host and port: {@code http://127.0.0.1:8080}
     */
    URI address();

    /**
     * Stops it. The contract calls this once.
     *
     * @throws Exception if it does not stop; the test fails
     */
    void stop() throws Exception;
}

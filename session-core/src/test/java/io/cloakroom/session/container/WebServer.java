package io.cloakroom.session.container;

import java.net.URI;

/** A running container with one application. */
public interface WebServer {

    /** Returns where it listens, on the loopback interface. */
    URI address();

    void stop() throws Exception;

    static URI onLoopback(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}

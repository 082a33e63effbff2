package io.cloakroom.testservers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The servers started so far on the way to a group of them: if it does not come about, they are closed. */
final class StartedServers {

    private final List<TestServer> servers = new ArrayList<>();

    <S extends TestServer> S add(S server) {
        servers.add(server);
        return server;
    }

    <G> G orCloseAll(Supplier<G> start) {
        try {
            return start.get();
        } catch (RuntimeException e) {
            servers.forEach(TestServer::close);
            throw e;
        }
    }

    /** Fails, with the log of the server that was started last, unless all is as it should be. */
    void require(String what, boolean ready) {
        if (!ready) {
            String log = servers.get(servers.size() - 1).log();
            throw new ServerStartException(what, "they do not find each other", log, null);
        }
    }
}

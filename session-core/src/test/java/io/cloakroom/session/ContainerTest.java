package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.container.Application;
import io.cloakroom.session.container.Container;
import io.cloakroom.session.container.WebServer;
import io.cloakroom.session.store.InMemorySessionStore;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;

/** A place to run an application with sessions, on one instance or more that share a store and a clock. */
abstract class ContainerTest {

    @Parameter
    Container container = Container.JETTY_EE10;

    final ManualClock clock = new ManualClock();
    final ObservedStore store = new ObservedStore(InMemorySessionStore.create(10_000, clock));
    final Browser browser = Browser.withDefaultCookie();

    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final List<WebServer> servers = new ArrayList<>();

    ContainerTest() {
        on("/set", (request, response) -> {
            request.getSession().setAttribute("cart", request.getQueryString());
            response.getWriter().print("set");
        });
        on("/show", (request, response) -> {
            var session = request.getSession(false);
            response.getWriter().print(session == null ? "no session" : session.getAttribute("cart"));
        });
        on("/invalidate", (request, response) -> {
            request.getSession().invalidate();
            response.getWriter().print("invalidated");
        });
    }

    @AfterEach
    void stopServers() throws Exception {
        for (WebServer server : servers) {
            server.stop();
        }
    }

    final void on(String path, Handler handler) {
        handlers.put(path, handler);
    }

    /** Returns what builds the filter under test: one with sessions in the store, unless a subclass has another. */
    SessionFilterBuilder newFilter() {
        return SessionFilter.builder(store);
    }

    /** Asserts what the store was asked since it last forgot. */
    void assertStoreCalls(String... calls) {
        assertThat(store.calls()).containsExactly(calls);
    }

    final Instance start() {
        return start(filter -> filter, application -> application);
    }

    final Instance start(UnaryOperator<SessionFilterBuilder> settings) {
        return start(settings, application -> application);
    }

    final Instance start(UnaryOperator<SessionFilterBuilder> settings, UnaryOperator<Application> changes) {
        SessionFilter filter = settings.apply(newFilter().clock(clock)).build();
        Application application = changes.apply(Application.of(filter, new RoutingServlet(handlers)));
        try {
            WebServer server = container.start(application);
            servers.add(server);
            return new Instance(server.address());
        } catch (Exception e) {
            throw new IllegalStateException(container + " does not start", e);
        }
    }

    /** One of the servers that run the application. */
    record Instance(URI address) {

        URI at(String path) {
            return address.resolve(path);
        }
    }
}

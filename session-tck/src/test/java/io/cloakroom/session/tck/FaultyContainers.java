package io.cloakroom.session.tck;

import io.cloakroom.session.SessionFilter;
import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * One contract per way to integrate the filter wrongly. Nested, so that only {@link ContainerContractTest} runs them.
 */
final class FaultyContainers {

    private FaultyContainers() {}

    /** A contract over Jetty with a faulty store below or a faulty filter beside the session filter. */
    abstract static class Faulty extends SessionContainerContract {

        private final UnaryOperator<SessionStore> below;
        private final List<Filter> outside;
        private final List<Filter> inside;

        Faulty(UnaryOperator<SessionStore> below, List<Filter> outside, List<Filter> inside) {
            this.below = below;
            this.outside = outside;
            this.inside = inside;
        }

        @Override
        protected RunningContainer start(SessionStore store, HttpServlet application) throws Exception {
            List<Filter> filters = new ArrayList<>(outside);
            filters.add(SessionFilter.create(below.apply(store)));
            filters.addAll(inside);
            return new JettyInstance(application, filters);
        }
    }

    static final class Control extends Faulty {
        Control() {
            super(store -> store, List.of(), List.of());
        }
    }

    /** The filter was forgotten: each instance has the container's own sessions. */
    static final class NoFilter extends SessionContainerContract {
        @Override
        protected RunningContainer start(SessionStore store, HttpServlet application) throws Exception {
            return new JettyInstance(application, List.of(), true);
        }
    }

    /** A filter of the application hands on the response that is inside the session filter's. */
    static final class UnwrapsTheResponse extends Faulty {
        UnwrapsTheResponse() {
            super(
                    store -> store,
                    List.of(),
                    List.of((request, response, chain) -> chain.doFilter(
                            request,
                            response instanceof ServletResponseWrapper wrapper ? wrapper.getResponse() : response)));
        }
    }

    /** A filter, say one that logs who the user is, asks every request for its session. */
    static final class AsksForEachSession extends Faulty {
        AsksForEachSession() {
            super(store -> store, List.of(), List.of((request, response, chain) -> {
                ((HttpServletRequest) request).getSession(false);
                chain.doFilter(request, response);
            }));
        }
    }

    /** A filter gives every visitor a session. */
    static final class CreatesEachSession extends Faulty {
        CreatesEachSession() {
            super(store -> store, List.of(), List.of((request, response, chain) -> {
                if (request.getDispatcherType() == DispatcherType.REQUEST) {
                    ((HttpServletRequest) request).getSession().setAttribute("visited", true);
                }
                chain.doFilter(request, response);
            }));
        }
    }

    /** A filter repeats the cookie that it has seen. */
    static final class RepeatsTheCookie extends Faulty {
        RepeatsTheCookie() {
            super(
                    store -> store,
                    List.of((request, response, chain) -> {
                        String cookie = ((HttpServletRequest) request).getHeader("Cookie");
                        if (cookie != null && request.getDispatcherType() == DispatcherType.REQUEST) {
                            ((HttpServletResponse) response).addHeader("Set-Cookie", cookie + "; Path=/");
                        }
                        chain.doFilter(request, new HidingCookies((HttpServletResponse) response));
                    }),
                    List.of());
        }

        /** Keeps the session filter from cleaning up. */
        private static final class HidingCookies extends HttpServletResponseWrapper {

            HidingCookies(HttpServletResponse response) {
                super(response);
            }

            @Override
            public Collection<String> getHeaders(String name) {
                return List.of();
            }
        }
    }

    /** Takes an outage for "there is no such session". */
    static final class ForgetsInAnOutage extends Faulty {
        ForgetsInAnOutage() {
            super(
                    store -> new ForwardingStore(store) {
                        @Override
                        public LoadOutcome load(StoreKey key) {
                            try {
                                return super.load(key);
                            } catch (SessionStoreUnavailableException e) {
                                return new NotFound();
                            }
                        }
                    },
                    List.of(),
                    List.of());
        }
    }

    /** Says that it has saved what it could not. */
    static final class LiesAboutSaves extends Faulty {
        LiesAboutSaves() {
            super(
                    store -> new ForwardingStore(store) {
                        @Override
                        public boolean create(StoreKey key, SessionRecord record) {
                            try {
                                return super.create(key, record);
                            } catch (SessionStoreUnavailableException e) {
                                return true;
                            }
                        }

                        @Override
                        public ChangeOutcome save(StoreKey key, SessionChanges changes) {
                            try {
                                return super.save(key, changes);
                            } catch (SessionStoreUnavailableException e) {
                                return new Applied(1, changes.generation());
                            }
                        }
                    },
                    List.of(),
                    List.of());
        }
    }

    /** Overwrites whatever is there, as a store without versions does. */
    static final class IgnoresVersions extends Faulty {
        IgnoresVersions() {
            super(
                    store -> new ForwardingStore(store) {
                        @Override
                        public ChangeOutcome save(StoreKey key, SessionChanges changes) {
                            return super.save(key, unconditional(changes));
                        }
                    },
                    List.of(),
                    List.of());
        }

        private static SessionChanges unconditional(SessionChanges changes) {
            Map<String, AttributeChange> attributes = new HashMap<>();
            changes.attributes()
                    .forEach((name, change) -> attributes.put(
                            name,
                            change instanceof AttributeChange.Put put
                                    ? new AttributeChange.Put(put.value(), AttributeChange.ANY)
                                    : new AttributeChange.Remove(AttributeChange.ANY)));
            return new SessionChanges(
                    changes.generation(), changes.access(), attributes, changes.maxInactiveInterval(), changes.owner());
        }
    }

    /** Keeps what it has loaded, as a cache without invalidation does. */
    static final class ServesStaleSessions extends Faulty {
        ServesStaleSessions() {
            super(
                    store -> new ForwardingStore(store) {
                        private final Map<StoreKey, Found> seen = new ConcurrentHashMap<>();

                        @Override
                        public LoadOutcome load(StoreKey key) {
                            Found before = seen.get(key);
                            if (before == null && super.load(key) instanceof Found found) {
                                seen.put(key, found);
                            }
                            Found now = seen.get(key);
                            return now == null ? new NotFound() : now;
                        }
                    },
                    List.of(),
                    List.of());
        }
    }
}

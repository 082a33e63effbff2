package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.EventListener;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@InEveryContainer
final class ListenersTest extends ContainerTest {

    private final EventLog log = new EventLog();

    @BeforeEach
    void handlers() {
        on("/touch", (request, response) -> {
            request.getSession();
            log.note("has the session");
        });
        on("/end", (request, response) -> {
            requireNonNull(request.getSession(false)).invalidate();
            log.note("has ended the session");
        });
    }

    @Test
    @DisplayName("29: created before first use, destroyed while attributes are readable, in reverse order")
    void session_createdAndInvalidated_isToldAroundItsUse() {
        Instance one = start(log.named("1 "), log.named("2 "));
        Instance other = start(log.named("1 "), log.named("2 "));
        on("/set", (request, response) -> {
            HttpSession session = request.getSession();
            log.note("has the session");
            session.setAttribute("cart", "red");
        });

        browser.get(one.at("/set"));
        browser.get(other.at("/end"));

        assertThat(log.lines())
                .containsExactly(
                        "1 created []",
                        "2 created []",
                        "has the session",
                        "1 added cart=red, now red",
                        "2 added cart=red, now red",
                        "2 destroyed [cart=red]",
                        "1 destroyed [cart=red]",
                        "1 removed cart=red, now null",
                        "2 removed cart=red, now null",
                        "has ended the session");
    }

    @Test
    @DisplayName("29: a session that a listener fills at its creation is kept")
    void sessionCreated_settingAnAttribute_keepsTheSession() {
        Instance instance = start(new HttpSessionListener() {
            @Override
            public void sessionCreated(HttpSessionEvent event) {
                event.getSession().setAttribute("cart", "by a listener");
            }
        });

        browser.get(instance.at("/touch"));

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("by a listener");
    }

    @Test
    @DisplayName("29: a session that nothing is put into is destroyed with its request")
    void session_leftEmpty_isDestroyedAtTheEndOfTheRequest() {
        Instance instance = start(log);

        assertThat(browser.setCookies(browser.get(instance.at("/touch")))).isEmpty();

        awaitLines(3);
        assertThat(log.lines()).containsExactly("created []", "has the session", "destroyed []");
        assertThat(store.calls()).isEmpty();
    }

    @Test
    @DisplayName("29: destroyed once per fleet, however many instances end the session at once")
    void session_endedOnTwoInstancesAtOnce_isDestroyedOnce() {
        CountDownLatch bothLoaded = new CountDownLatch(2);
        on("/end-together", (request, response) -> {
            HttpSession session = requireNonNull(request.getSession(false));
            bothLoaded.countDown();
            assertThat(bothLoaded.await(20, TimeUnit.SECONDS)).isTrue();
            session.invalidate();
            response.getWriter().print("ended");
        });
        Instance one = start(log);
        Instance other = start(log);
        browser.get(one.at("/set?red"));
        log.forget();

        Browser second = Browser.withDefaultCookie().holding(browser.ticket());
        Thread elsewhere = new Thread(() -> second.get(other.at("/end-together")));
        elsewhere.start();
        assertThat(browser.get(one.at("/end-together")).body()).isEqualTo("ended");
        join(elsewhere);

        assertThat(log.lines()).containsExactly("destroyed [cart=red]", "removed cart=red, now null");
    }

    @Test
    @DisplayName("29: a session that the store does not let go is not destroyed")
    void invalidate_withTheStoreDown_tellsNobody() {
        on("/end-later", (request, response) -> {
            HttpSession session = requireNonNull(request.getSession(false));
            store.cutOff(true);
            session.invalidate();
        });
        Instance instance = start(log);
        browser.get(instance.at("/set?red"));
        log.forget();

        assertThat(browser.get(instance.at("/end-later")).statusCode()).isEqualTo(503);
        store.cutOff(false);

        assertThat(log.lines()).isEmpty();
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
    }

    @Test
    @DisplayName("30: added, replaced and removed carry the old value, also one that another request has stored")
    void attributes_changed_areToldWithTheOldValue() {
        on("/change", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("cart", "blue");
            session.setAttribute("cart", null);
            session.removeAttribute("cart");
            Sessions.update(request, "count", Integer.class, () -> 0, count -> count + 1);
            Sessions.update(request, "count", Integer.class, () -> 0, count -> count + 1);
        });
        Instance instance = start(log);
        browser.get(instance.at("/set?red"));
        log.forget();

        browser.get(instance.at("/change"));

        assertThat(log.lines())
                .containsExactly(
                        "replaced cart=red, now blue",
                        "removed cart=blue, now null",
                        "added count=1, now 1",
                        "replaced count=1, now 2");
    }

    @Test
    @DisplayName("31 and 32: bound before visible, unbound after, and on invalidation")
    void bindingListener_setReplacedAndInvalidated_isTold() {
        on("/bind", (request, response) -> {
            Listening.to(log, request.getServletContext());
            HttpSession session = request.getSession();
            session.setAttribute("cart", new Listening("one"));
            session.setAttribute("cart", session.getAttribute("cart"));
            session.setAttribute("cart", new Listening("two"));
            session.setAttribute("other", new Listening("three"));
            session.removeAttribute("other");
        });
        Instance instance = start(log);

        browser.get(instance.at("/bind"));
        browser.get(instance.at("/end"));

        assertThat(log.lines().stream().filter(line -> line.contains("bound")))
                .containsExactly(
                        "one bound as cart, now null",
                        "two bound as cart, now one",
                        "one unbound as cart, now two",
                        "three bound as other, now null",
                        "three unbound as other, now null",
                        "two unbound as cart, now null");
    }

    @Test
    @DisplayName("31: a listener that throws does no harm")
    void listener_throwing_doesNoHarm() {
        Instance instance = start(new Failing(), log, new Failing());
        on("/all", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("cart", "red");
            session.setAttribute("cart", "blue");
            request.changeSessionId();
            session.removeAttribute("cart");
            session.setAttribute("cart", "green");
            session.invalidate();
            response.getWriter().print("all");
        });

        assertThat(browser.get(instance.at("/all")).body()).isEqualTo("all");

        assertThat(log.lines())
                .containsExactly(
                        "created []",
                        "added cart=red, now red",
                        "replaced cart=red, now blue",
                        "id changed true from 43 characters",
                        "removed cart=blue, now null",
                        "added cart=green, now green",
                        "destroyed [cart=green]",
                        "removed cart=green, now null");
    }

    @Test
    @DisplayName("31: a listener may end the session again, which changes nothing")
    void sessionDestroyed_invalidating_isToldOnce() {
        Instance instance = start(log, new HttpSessionListener() {
            @Override
            public void sessionDestroyed(HttpSessionEvent event) {
                event.getSession().invalidate();
                log.note("ended again " + event.getSession().getAttribute("cart"));
            }
        });
        browser.get(instance.at("/set?red"));
        log.forget();

        browser.get(instance.at("/end"));

        assertThat(log.lines())
                .containsExactly(
                        "ended again red",
                        "destroyed [cart=red]",
                        "removed cart=red, now null",
                        "has ended the session");
    }

    @Test
    void activationListener_readAndWritten_isToldInPairs() {
        on("/bind", (request, response) -> {
            Listening.to(log, request.getServletContext());
            request.getSession().setAttribute("cart", new Listening("one"));
        });
        on("/read", (request, response) -> {
            HttpSession session = requireNonNull(request.getSession(false));
            Listening value = requireNonNull((Listening) session.getAttribute("cart"));
            assertThat(value.isActive()).isTrue();
            response.getWriter().print("read");
            response.flushBuffer();
            assertThat(value.isActive()).isTrue();
        });
        Instance instance = start(log);

        browser.get(instance.at("/bind"));
        awaitLastLine("one passivated");
        assertThat(log.lines())
                .as("at the first commit and the end of the request")
                .containsSubsequence("one bound as cart, now null", "one passivated");
        log.forget();
        store.forget();

        assertThat(browser.get(instance.at("/read")).body()).isEqualTo("read");

        Await.until("as often passive as active", () -> log.lines().size() >= 4);
        assertThat(log.lines()).containsExactly("one activated", "one passivated", "one activated", "one passivated");
        assertThat(store.calls()).containsExactly("load");
    }

    @Test
    void listener_ofNoKind_isRefused() {
        EventListener none = new EventListener() {};

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionFilter.builder(store).listener(none))
                .withMessageContaining("HttpSessionListener");
    }

    @Test
    void listener_addedAfterTheStart_isRefused() {
        on("/add", (request, response) -> {
            assertThatIllegalStateException().isThrownBy(() -> Sessions.addListener(request.getServletContext(), log));
            response.getWriter().print("refused");
        });

        assertThat(browser.get(start().at("/add")).body()).isEqualTo("refused");
    }

    private Instance start(EventListener... listeners) {
        return start(filter -> filter.listener(listeners).allowPackages("io.cloakroom.session"));
    }

    /** The end of a request may come after its response. */
    private void awaitLines(int count) {
        Await.until(count + " lines", () -> log.lines().size() >= count);
    }

    private void awaitLastLine(String line) {
        Await.until(line, () -> log.lines().get(log.lines().size() - 1).equals(line));
    }

    private static void join(Thread thread) {
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Throws whatever it is told. */
    private static final class Failing
            implements HttpSessionListener, HttpSessionAttributeListener, HttpSessionIdListener {

        @Override
        public void sessionCreated(HttpSessionEvent event) {
            throw new IllegalStateException("created");
        }

        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            throw new IllegalStateException("destroyed");
        }

        @Override
        public void attributeAdded(HttpSessionBindingEvent event) {
            throw new IllegalStateException("added");
        }

        @Override
        public void attributeRemoved(HttpSessionBindingEvent event) {
            throw new IllegalStateException("removed");
        }

        @Override
        public void attributeReplaced(HttpSessionBindingEvent event) {
            throw new IllegalStateException("replaced");
        }

        @Override
        public void sessionIdChanged(HttpSessionEvent event, String oldSessionId) {
            throw new IllegalStateException("changed");
        }
    }
}

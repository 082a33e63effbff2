package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@InEveryContainer
class ExpiryEventsTest extends ContainerTest {

    /** Longer than an idle session lives, the allowance for touches included. */
    private static final Duration TOO_LONG = Duration.ofMinutes(34);

    private final EventLog log = new EventLog();
    private final AtomicInteger expired = new AtomicInteger();
    private final SessionEvents counting = new SessionEvents() {
        @Override
        public void expired() {
            expired.incrementAndGet();
        }
    };

    @Test
    @DisplayName("29: a session that expires is destroyed once per fleet, while its attributes are readable")
    void expiry_onTwoInstances_isToldOnce() {
        Instance one = startListening(filter -> filter.listener(log));
        startListening(filter -> filter.listener(log));
        browser.get(one.at("/set?red"));
        Browser other = Browser.withDefaultCookie();
        other.get(one.at("/set?blue"));
        log.forget();

        clock.advance(TOO_LONG);

        Await.until("both sessions are told", () -> log.lines().size() >= 4);
        pastTheNextClaim(one);
        assertThat(log.lines())
                .filteredOn(line -> line.startsWith("destroyed"))
                .containsOnlyOnce("destroyed [cart=red]", "destroyed [cart=blue]");
        assertThat(log.lines())
                .containsSubsequence("destroyed [cart=red]", "removed cart=red, now null")
                .containsOnlyOnce("removed cart=red, now null", "removed cart=blue, now null");
        assertThat(browser.get(one.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("32: a value is unbound once when its session expires")
    void expiry_valueThatListens_isUnboundOnce() {
        on("/listening", (request, response) -> {
            Listening.to(log, request.getServletContext());
            request.getSession().setAttribute("value", new Listening("value"));
        });
        UnaryOperator<SessionFilterBuilder> settings =
                filter -> filter.expiryEvents(true).allowPackages("io.cloakroom.session");
        Instance one = startListening(settings);
        Instance other = startListening(settings);
        browser.get(one.at("/listening"));
        Browser.withDefaultCookie().get(other.at("/listening"));
        log.forget();

        clock.advance(TOO_LONG);

        String unbound = "value unbound as value, now null";
        Await.until("both values are unbound", () -> count(unbound) >= 2);
        pastTheNextClaim(one);
        assertThat(count(unbound)).isEqualTo(2);
    }

    @Test
    @DisplayName("32: a session that was invalidated, used or touched is not told when its first end comes")
    void expiry_endedOrUsed_isNotTold() {
        Instance instance = startListening(filter -> filter.listener(log));
        Browser ended = Browser.withDefaultCookie();
        ended.get(instance.at("/set?ended"));
        ended.get(instance.at("/invalidate"));
        browser.get(instance.at("/set?used"));
        clock.advance(Duration.ofMinutes(20));
        browser.get(instance.at("/show"));
        log.forget();

        clock.advance(Duration.ofMinutes(20));

        pastTheNextClaim(instance);
        assertThat(log.lines()).noneMatch(line -> line.contains("used") || line.contains("ended"));
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("used");
    }

    @Test
    void expiry_toldSession_canBeReadAndNothingElse() {
        Queue<HttpSession> seen = new ConcurrentLinkedQueue<>();
        Instance instance = startListening(filter -> filter.listener(new HttpSessionListener() {
            @Override
            public void sessionDestroyed(HttpSessionEvent event) {
                assertReadable(event.getSession());
                seen.add(event.getSession());
            }
        }));
        browser.get(instance.at("/set?red"));
        String key = StoreKey.ofSessionId(requireNonNull(browser.ticket())).value();

        clock.advance(TOO_LONG);

        Await.until("the session is told", () -> !seen.isEmpty());
        HttpSession session = seen.element();
        assertThat(session.getId()).isEqualTo(key);
        assertThat(session).hasToString("EndedSession[" + key + "]");
        Await.until("the session is over", () -> isOver(session));
        assertThatIllegalStateException().isThrownBy(session::getCreationTime);
        assertThatIllegalStateException().isThrownBy(session::getAttributeNames);
        assertThat(expired).hasValue(1);
    }

    private void assertReadable(HttpSession session) {
        assertThat(session.getAttribute("cart")).isEqualTo("red");
        assertThat(session.isNew()).isFalse();
        assertThat(session.getServletContext()).isNotNull();
        assertThat(session.getMaxInactiveInterval()).isEqualTo(1800);
        assertThat(session.getCreationTime()).isEqualTo(session.getLastAccessedTime());
        session.setMaxInactiveInterval(5);
        session.setAttribute("cart", null);
        session.setAttribute("cart", "blue");
        session.invalidate();
        assertThat(session.getAttribute("cart")).isEqualTo("blue");
    }

    private static boolean isOver(HttpSession session) {
        try {
            session.isNew();
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Test
    @DisplayName("52: an attribute that cannot be decoded does not keep its session from being told")
    void expiry_undecodableAttribute_isToldWithTheOthers() {
        Instance instance = startListening(filter -> filter.listener(log));
        browser.get(instance.at("/set?red"));
        store.create(StoreKey.ofSessionId("planted"), garbage());
        log.forget();

        clock.advance(TOO_LONG);

        Await.until("both sessions are told", () -> count("destroyed") == 2 && count("removed") == 1);
        assertThat(log.lines())
                .contains("destroyed [cart=red]", "removed cart=red, now null")
                .hasSize(3);
    }

    private SessionRecord garbage() {
        Instant now = clock.instant();
        Duration life = Duration.ofMinutes(30);
        return new SessionRecord(
                new SessionMetadata(now, now, life, now.plus(life), now.plus(life), 1, 1, null),
                Map.of("picture", new StoredAttribute(EncodedValue.of(new byte[] {1, 1, 0, 42}), 1)));
    }

    @Test
    void expiry_switchedOffOrUnheard_costsTheStoreNothing() {
        HttpSessionIdListener idListener = (event, oldId) -> log.note("id changed");
        startListening(filter -> filter);
        startListening(filter -> filter.listener(log).expiryEvents(false));
        startListening(filter -> filter.listener(idListener));

        assertThat(store.subscriptions()).isZero();
    }

    @Test
    void filter_mappedTwiceAndDestroyed_listensOnceAndThenNoMore() {
        Instance instance = start(filter -> filter.listener(log), application -> application.mapped(2));
        browser.get(instance.at("/show"));
        assertThat(store.subscriptions()).isEqualTo(1);

        instance.filter().destroy();
        instance.filter().destroy();

        assertThat(store.subscriptions()).isZero();
    }

    /** Waits until sessions that expire from now on have been claimed twice, whichever instance does so. */
    private void pastTheNextClaim(Instance instance) {
        for (int claim = 0; claim < 2; claim++) {
            int before = expired.get();
            Browser.withDefaultCookie().get(instance.at("/short"));
            clock.advance(Duration.ofSeconds(2));
            Await.until("the control is told", () -> expired.get() > before);
        }
    }

    private long count(String text) {
        return log.lines().stream().filter(line -> line.contains(text)).count();
    }

    /** Starts an instance and its filter: Undertow does the latter with the first request. */
    private Instance startListening(UnaryOperator<SessionFilterBuilder> settings) {
        on("/short", (request, response) -> {
            HttpSession session = request.getSession();
            session.setMaxInactiveInterval(1);
            session.setAttribute("control", "expires soon");
        });
        Instance instance = start(filter -> settings.apply(filter).events(counting));
        Browser.withDefaultCookie().get(instance.at("/show"));
        return instance;
    }
}

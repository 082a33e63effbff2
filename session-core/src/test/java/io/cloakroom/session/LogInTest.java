package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@InEveryContainer
class LogInTest extends ContainerTest {

    private final EventLog log = new EventLog();

    LogInTest() {
        on("/login", (request, response) -> {
            Sessions.logIn(request, requireNonNull(request.getQueryString()), "a phone");
            response.getWriter().print("in");
        });
        on("/user-agent", (request, response) -> Sessions.logIn(request, requireNonNull(request.getQueryString())));
    }

    @Test
    void logIn_ofASessionWithACart_keepsTheCartUnderANewId() {
        Instance instance = start(filter -> filter.listener(log));
        browser.get(instance.at("/set?red"));
        String before = requireNonNull(browser.ticket());
        log.forget();
        store.forget();

        assertThat(browser.get(instance.at("/login?anna")).body()).isEqualTo("in");

        assertStoreCalls("load", "changeId");
        assertThat(browser.ticket()).isNotEqualTo(before);
        assertThat(browser.get(start().at("/show")).body()).isEqualTo("red");
        assertThat(browserWith(before).get(instance.at("/show")).body()).isEqualTo("no session");
        assertThat(log.lines()).containsExactly("id changed true from 43 characters");
    }

    @Test
    void logIn_withoutASession_createsOneThatIsStored() {
        Instance instance = start(filter -> filter.listener(log));

        browser.get(instance.at("/login?anna"));

        assertStoreCalls("create");
        assertThat(log.lines()).containsExactly("created []");
        assertThat(administration().find("anna"))
                .singleElement()
                .satisfies(session -> assertThat(session.device()).isEqualTo("a phone"));
        assertThat(browser.get(start().at("/show")).body()).isEqualTo("null");
    }

    @Test
    void logIn_withoutALabel_isLabelledWithTheUserAgent() {
        browser.get(start().at("/user-agent?anna"));

        assertThat(administration().find("anna"))
                .singleElement()
                .satisfies(session -> assertThat(session.device()).startsWith("Java-http-client/"));
    }

    @Test
    void logIn_ofAnotherUser_beginsWithAnEmptySession() {
        Instance instance = start(filter -> filter.listener(log));
        browser.get(instance.at("/set?red"));
        browser.get(instance.at("/login?anna"));
        String annas = requireNonNull(browser.ticket());
        log.forget();

        browser.get(instance.at("/login?bob"));

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("null");
        assertThat(browserWith(annas).get(instance.at("/show")).body()).isEqualTo("no session");
        assertThat(administration().find("anna")).isEmpty();
        assertThat(administration().find("bob")).hasSize(1);
        assertThat(log.lines()).containsExactly("destroyed [cart=red]", "removed cart=red, now null", "created []");
    }

    @Test
    void logIn_ofTheSameUserAgain_changesIdAndTime() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        browser.get(instance.at("/login?anna"));
        String before = requireNonNull(browser.ticket());
        clock.advance(Duration.ofSeconds(5));

        browser.get(instance.at("/login?anna"));

        assertThat(browser.ticket()).isNotEqualTo(before);
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
        assertThat(administration().find("anna"))
                .singleElement()
                .satisfies(session -> assertThat(session.loggedInAt()).isEqualTo(clock.instant()));
    }

    @Test
    void logIn_twiceInARequest_isOneLogIn() {
        on("/twice", (request, response) -> {
            Sessions.logIn(request, "anna");
            String id = request.getSession().getId();
            Sessions.logIn(request, "anna");
            response.getWriter().print(id.equals(request.getSession().getId()));
        });

        assertThat(browser.get(start(filter -> filter.maxSessionsPerPrincipal(1, SessionLimitPolicy.REJECT))
                                .at("/twice"))
                        .body())
                .isEqualTo("true");
    }

    @Test
    void logIn_thenInvalidate_storesNothing() {
        on("/in-and-out", (request, response) -> {
            Sessions.logIn(request, "anna");
            HttpSession session = request.getSession();
            session.invalidate();
            response.getWriter().print("out");
        });

        var response = browser.get(start().at("/in-and-out"));

        assertThat(response.body()).isEqualTo("out");
        assertThat(browser.ticket()).isNull();
        assertStoreCalls();
    }

    @Test
    void logIn_outOfRangeOrTooLate_isRefused() {
        on("/refused", (request, response) -> {
            assertThatIllegalArgumentException().isThrownBy(() -> Sessions.logIn(request, ""));
            assertThatIllegalArgumentException().isThrownBy(() -> Sessions.logIn(request, "a".repeat(1001)));
            assertThatIllegalArgumentException().isThrownBy(() -> Sessions.logIn(request, "anna", "d".repeat(201)));
            response.getWriter().print("refused");
            response.flushBuffer();
            assertThatIllegalStateException().isThrownBy(() -> Sessions.logIn(request, "anna"));
            response.getWriter().print(" twice");
        });

        assertThat(browser.get(start().at("/refused")).body()).isEqualTo("refused twice");
        assertStoreCalls();
    }

    @Test
    @DisplayName("42: a slow write against a log-in is visible under the new id")
    void slowWrite_againstALogIn_isInTheUsersSession() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        Browser other = browserWith(requireNonNull(browser.ticket()));
        store.beforeNextWrite(() -> other.get(instance.at("/login?anna")));

        browser.get(instance.at("/set?blue"));

        assertThat(other.get(instance.at("/show")).body()).isEqualTo("blue");
        assertThat(administration().find("anna")).hasSize(1);
    }

    @Test
    void slowWrite_andAnUpdateAfterTheLogIn_keepTheOwner() {
        on("/login-and-update", (request, response) -> {
            Sessions.logIn(request, "anna");
            Sessions.update(request, "count", Integer.class, () -> 0, count -> count + 1);
        });
        Instance instance = start();
        browser.get(instance.at("/set?red"));

        browser.get(instance.at("/login-and-update"));
        browser.get(instance.at("/set?blue"));

        assertThat(administration().find("anna")).hasSize(1);
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("blue");
    }

    private static Browser browserWith(String ticket) {
        return Browser.withDefaultCookie().holding(ticket);
    }

    final SessionAdministration administration() {
        return newFilter().clock(clock).build().administration();
    }
}

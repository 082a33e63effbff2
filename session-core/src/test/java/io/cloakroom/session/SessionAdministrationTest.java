package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cloakroom.session.store.SessionStoreUnavailableException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@InEveryContainer
class SessionAdministrationTest extends ContainerTest {

    private final EventLog log = new EventLog();
    private final Browser phone = Browser.withDefaultCookie();
    private final Browser laptop = Browser.withDefaultCookie();

    SessionAdministrationTest() {
        on("/login", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            Sessions.logIn(request, "anna", requireNonNull(request.getQueryString()));
        });
    }

    @Test
    @DisplayName("62: find excludes expired and ended sessions")
    void find_expiredAndEnded_findsTheOthers() {
        Instance instance = start();
        logIn(instance, phone, "phone");
        clock.advance(Duration.ofMinutes(20));
        logIn(instance, laptop, "laptop");
        logIn(instance, browser, "desktop");
        browser.get(instance.at("/invalidate"));
        SessionAdministration administration = instance.filter().administration();
        assertThat(administration.find("anna")).extracting(UserSession::device).containsExactly("laptop", "phone");

        clock.advance(Duration.ofMinutes(15));

        assertThat(administration.find("anna")).extracting(UserSession::device).containsExactly("laptop");
        assertThat(administration.find("bob")).isEmpty();
    }

    @Test
    void find_used_tellsWhatTheUserWantsToKnow() {
        Instance instance = start();
        logIn(instance, phone, "phone");
        var loggedInAt = clock.instant();
        clock.advance(Duration.ofMinutes(10));
        phone.get(instance.at("/show"));

        assertThat(instance.filter().administration().find("anna"))
                .singleElement()
                .satisfies(session -> {
                    assertThat(session.loggedInAt()).isEqualTo(loggedInAt);
                    assertThat(session.lastAccessedAt()).isEqualTo(clock.instant());
                    assertThat(session.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(33)));
                    assertThat(session.current()).isFalse();
                    assertThat(session.handle()).hasSize(43).isNotEqualTo(phone.ticket());
                    assertThat(session).hasToString("UserSession[logged in at " + loggedInAt + "]");
                });
    }

    @Test
    @DisplayName("63: log out everywhere works on all nodes within one request")
    void endAll_sessionsOnTwoInstances_endsThemBeforeItReturns() {
        Instance one = start();
        Instance other = start();
        logIn(one, phone, "phone");
        logIn(other, laptop, "laptop");
        on(
                "/everywhere",
                (request, response) ->
                        response.getWriter().print(one.filter().administration().endAll("anna")));

        assertThat(browser.get(one.at("/everywhere")).body()).isEqualTo("2");

        for (Instance instance : List.of(one, other)) {
            assertThat(phone.get(instance.at("/show")).body()).isEqualTo("no session");
            assertThat(laptop.get(instance.at("/show")).body()).isEqualTo("no session");
        }
    }

    @Test
    @DisplayName("63: a request under way cannot save an ended session back")
    void endAll_underASlowRequest_staysEnded() {
        Instance one = start();
        Instance other = start();
        logIn(one, phone, "phone");
        store.beforeNextWrite(() -> other.filter().administration().endAll("anna"));

        phone.get(one.at("/set?blue"));

        assertThat(phone.get(other.at("/show")).body()).isEqualTo("no session");
        assertThat(one.filter().administration().find("anna")).isEmpty();
    }

    @Test
    @DisplayName("63: a session that changes its id meanwhile is ended, too")
    void endAll_whileTheIdChanges_endsTheSessionUnderItsNewOne() {
        on("/change-id", (request, response) -> request.changeSessionId());
        Instance one = start();
        Instance other = start();
        logIn(one, phone, "phone");
        store.beforeNextWrite(() -> phone.get(other.at("/change-id")));

        assertThat(one.filter().administration().endAll("anna")).isEqualTo(1);

        assertThat(phone.get(other.at("/show")).body()).isEqualTo("no session");
        assertThat(one.filter().administration().find("anna")).isEmpty();
    }

    @Test
    @DisplayName("63: of two changes of the id, the one that comes too late brings nothing back")
    void endAll_betweenTwoChangesOfTheId_leavesNothing() {
        on("/change-id", (request, response) -> request.changeSessionId());
        Instance one = start();
        Instance other = start();
        logIn(one, phone, "phone");
        Browser doubleClick = Browser.withDefaultCookie().holding(phone.ticket());
        store.beforeNextWrite(() -> {
            doubleClick.get(other.at("/change-id"));
            other.filter().administration().endAll("anna");
        });

        phone.get(one.at("/change-id"));

        assertThat(one.filter().administration().find("anna")).isEmpty();
        assertThat(phone.get(other.at("/show")).body()).isEqualTo("no session");
        assertThat(doubleClick.get(other.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    void endAllOthers_fromOneSession_keepsThatOne() {
        Instance one = start();
        Instance other = start();
        on(
                "/others",
                (request, response) ->
                        response.getWriter().print(one.filter().administration().endAllOthers(request)));
        logIn(one, phone, "phone");
        logIn(other, laptop, "laptop");
        logIn(other, browser, "desktop");

        assertThat(laptop.get(one.at("/others")).body()).isEqualTo("2");

        assertThat(laptop.get(other.at("/show")).body()).isEqualTo("red");
        assertThat(phone.get(other.at("/show")).body()).isEqualTo("no session");
        assertThat(browser.get(one.at("/show")).body()).isEqualTo("no session");
        assertThat(browser.get(one.at("/others")).body()).isEqualTo("0");
    }

    @Test
    void findOwn_inARequest_marksItsSession() {
        Instance instance = start();
        on("/own", (request, response) -> {
            for (UserSession session : instance.filter().administration().findOwn(request)) {
                response.getWriter().print(session.device() + "=" + session.current() + " ");
            }
        });
        logIn(instance, phone, "phone");
        clock.advance(Duration.ofSeconds(1));
        logIn(instance, laptop, "laptop");

        assertThat(phone.get(instance.at("/own")).body()).isEqualTo("laptop=false phone=true ");
        assertThat(browser.get(instance.at("/own")).body()).isEmpty();
    }

    @Test
    void end_byHandle_endsOnlyASessionOfThatUser() {
        on("/login-bob", (request, response) -> Sessions.logIn(request, "bob"));
        Instance instance = start();
        logIn(instance, phone, "phone");
        logIn(instance, laptop, "laptop");
        browser.get(instance.at("/login-bob"));
        SessionAdministration administration = instance.filter().administration();
        String bobs = administration.find("bob").get(0).handle();
        UserSession annas = administration.find("anna").get(0);

        assertThat(administration.end("anna", bobs)).isFalse();
        assertThat(administration.end("anna", "<script>")).isFalse();
        assertThat(administration.end("anna", annas.handle())).isTrue();
        assertThat(administration.end("anna", annas.handle())).isFalse();

        assertThat(administration.find("bob")).hasSize(1);
        assertThat(administration.find("anna")).hasSize(1).doesNotContain(annas);
    }

    @Test
    @DisplayName("29, 31: listeners hear of a session that is ended from outside while they can read it")
    void end_fromAnotherInstance_isToldThereOnce() {
        Instance one = start(filter -> filter.listener(log.named("1 ")));
        Instance other = start(filter -> filter.listener(log.named("2 ")));
        // Undertow starts filters with the first request
        browser.get(other.at("/show"));
        logIn(one, phone, "phone");
        log.forget();

        other.filter().administration().endAll("anna");
        one.filter().administration().endAll("anna");

        assertThat(log.lines()).containsExactly("2 destroyed [cart=red]", "2 removed cart=red, now null");
    }

    @Test
    void end_storeDown_isUnavailableWithinTheBudget() {
        Instance instance = start(filter -> filter.budget(Duration.ofMillis(50)));
        logIn(instance, phone, "phone");
        SessionAdministration administration = instance.filter().administration();
        store.cutOff(true);

        assertThatExceptionOfType(SessionStoreUnavailableException.class).isThrownBy(() -> administration.find("anna"));
        assertThatExceptionOfType(SessionStoreUnavailableException.class)
                .isThrownBy(() -> administration.endAll("anna"));
        store.cutOff(false);

        Await.until("the store is asked again", () -> isAnswered(administration));
        assertThat(administration.find("anna")).hasSize(1);
    }

    @Test
    void end_shortBlip_goesUnnoticed() {
        Instance instance = start();
        logIn(instance, phone, "phone");
        store.refuse(2);

        assertThat(instance.filter().administration().endAll("anna")).isEqualTo(1);
    }

    private static boolean isAnswered(SessionAdministration administration) {
        try {
            return !administration.find("anna").isEmpty();
        } catch (SessionStoreUnavailableException e) {
            return false;
        }
    }

    private static void logIn(Instance instance, Browser device, String label) {
        assertThat(device.get(instance.at("/login?" + label)).statusCode()).isEqualTo(200);
    }
}

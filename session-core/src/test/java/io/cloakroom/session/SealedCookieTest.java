package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cloakroom.session.seal.KeyProvider;
import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.RotatingKeys;
import io.cloakroom.session.seal.SealingKey;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only sessions in sealed cookies do. */
@InEveryContainer
final class SealedCookieTest extends ContainerTest {

    private final SealingKey first = SealingKey.random(1);
    private final SealingKey second = SealingKey.random(2);
    private KeyProvider keys = KeyRing.of(first);

    SealedCookieTest() {
        on("/login", (request, response) -> response.getWriter().print(request.changeSessionId()));
        on(
                "/id",
                (request, response) ->
                        response.getWriter().print(request.getSession().getId()));
    }

    @Override
    SessionFilterBuilder newFilter() {
        return SessionFilter.sealedCookie(keys);
    }

    @Test
    void session_onAnyInstanceWithTheKeys_isThere() {
        browser.get(start().at("/set?red"));

        var response = browser.get(start().at("/show"));

        assertThat(response.body()).isEqualTo("red");
        assertThat(browser.setCookies(response)).isEmpty();
        assertThat(store.calls()).isEmpty();
    }

    @Test
    void ticket_ofTheSameSession_hidesWhatIsInIt() {
        browser.get(start().at("/set?red-velvet-hat"));

        byte[] bytes = Base64.getUrlDecoder().decode(requireNonNull(browser.ticket()));

        assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("red-velvet-hat", "cart");
    }

    @Test
    @DisplayName("58: old keys read, the newest writes, a retired one is refused")
    void keys_rotated_keepSessionsUntilTheyAreRetired() {
        RotatingKeys rotating = RotatingKeys.startingWith(KeyRing.of(first));
        keys = rotating;
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        String old = requireNonNull(browser.ticket());

        rotating.replace(KeyRing.of(second, first));
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
        browser.get(instance.at("/set?blue"));
        rotating.replace(KeyRing.of(second));

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("blue");
        assertThat(browser.holding(old).get(instance.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("a cookie of another key with the same id, or of another name, is foreign")
    void ticket_sealedElsewhereOrForAnotherCookie_isRefused() {
        Instance instance = start();
        Instance renamed = start(
                filter -> filter.cookie(SessionCookie.builder().name("other").build()));
        keys = KeyRing.of(SealingKey.random(1));
        Instance foreign = start();
        browser.get(instance.at("/set?red"));

        assertThat(browser.get(foreign.at("/show")).body()).isEqualTo("no session");
        assertThat(browser.sending("__Host-other=" + browser.ticket())
                        .get(renamed.at("/show"))
                        .body())
                .isEqualTo("no session");
    }

    @Test
    @DisplayName("altered, truncated and lengthened cookies are refused")
    void ticket_altered_isRefused() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        String ticket = requireNonNull(browser.ticket());
        char last = ticket.charAt(ticket.length() - 1);

        for (String altered : new String[] {
            ticket.substring(0, ticket.length() - 1),
            ticket + "A",
            ticket + "AAAA",
            ticket.substring(0, 40),
            "B" + ticket.substring(1),
            ticket.substring(0, ticket.length() - 1) + (char) (last == 'z' ? 'y' : last + 1),
            "A".repeat(4096),
            "A".repeat(5000)
        }) {
            assertThat(browser.holding(altered).get(instance.at("/show")).body())
                    .isEqualTo("no session");
        }
    }

    @Test
    @DisplayName("57: too large: an error that lists the attributes; the session stays as it was")
    void session_tooLargeForACookie_failsAndStaysAsItWas() {
        byte[] incompressible = new byte[4000];
        new Random(7).nextBytes(incompressible);
        List<SessionTooLargeException> seen = new CopyOnWriteArrayList<>();
        on("/large", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("cart", "blue");
            session.setAttribute("picture", incompressible);
            assertThatExceptionOfType(SessionTooLargeException.class)
                    .isThrownBy(response::flushBuffer)
                    .satisfies(seen::add);
            response.getWriter().print("all is well");
        });
        Instance instance = start();
        browser.get(instance.at("/set?red"));

        var response = browser.get(instance.at("/large"));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(browser.setCookies(response)).isEmpty();
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
        SessionTooLargeException failure = seen.get(0);
        assertThat(failure.attributeSizes()).containsOnlyKeys("picture", "cart");
        assertThat(failure.attributeSizes().get("picture")).isBetween(4000, 4100);
        assertThat(failure.limit()).isEqualTo(4032);
        assertThat(failure.size()).isBetween(5300, 6000);
        assertThat(failure).hasMessageContaining("picture 40");
    }

    @ParameterizedTest
    @ValueSource(ints = {2500, 2700, 2900, 3000, 65_400, 70_000})
    @DisplayName("never over 4096 bytes, name and attributes included")
    void cookie_ofASessionOfAnySize_isNeverOverTheLimit(int size) {
        onFill(size);

        var response = browser.get(start().at("/fill"));

        assertThat(browser.setCookies(response)).allMatch(header -> header.length() <= 4096);
        assertThat(response.statusCode()).isEqualTo(size <= 2700 ? 200 : 500);
    }

    @Test
    @DisplayName("a session that was just small enough to be saved can also be touched")
    void touch_ofTheLargestSession_fits() {
        Instance instance = start(filter -> filter.touchEvery(Duration.ZERO));
        int size = 2700;
        do {
            onFill(size++);
        } while (browser.get(instance.at("/fill")).statusCode() == 200);

        for (int read = 0; read < 50; read++) {
            clock.advance(Duration.ofMillis(12_345_678L * read % 1_000_003));
            var response = browser.get(instance.at("/show"));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(browser.setCookies(response)).allMatch(header -> header.length() <= 4096);
        }
    }

    private void onFill(int size) {
        byte[] incompressible = new byte[size];
        new Random(size).nextBytes(incompressible);
        on("/fill", (request, response) -> request.getSession().setAttribute("fill", incompressible));
    }

    @Test
    @DisplayName("19: changeSessionId gives a new id and keeps the attributes")
    void changeSessionId_ofASealedSession_keepsTheAttributes() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        String before = browser.get(instance.at("/id")).body();

        var response = browser.get(instance.at("/login"));

        assertThat(browser.setCookies(response)).hasSize(1);
        assertThat(response.body()).hasSize(43).isNotEqualTo(before);
        assertThat(browser.get(instance.at("/id")).body()).isEqualTo(response.body());
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
    }

    @Test
    @DisplayName("not before: sessions whose id is older end; using them does not help, a new id does")
    void notBefore_setLater_endsOlderSessions() {
        AtomicLong notBefore = new AtomicLong();
        Instance instance = start(filter -> filter.notBefore(principal -> Instant.ofEpochMilli(notBefore.get())));
        browser.get(instance.at("/set?red"));
        Browser loggedInAgain = Browser.withDefaultCookie().holding(browser.ticket());
        clock.advance(Duration.ofMinutes(5));
        loggedInAgain.get(instance.at("/login"));
        browser.get(instance.at("/set?blue"));

        notBefore.set(clock.millis());

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("no session");
        assertThat(loggedInAgain.get(instance.at("/show")).body()).isEqualTo("red");
    }

    @Test
    @DisplayName("20: of two cookies of one session, the newer one counts")
    void twoCookies_ofOneSession_newerOneCounts() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        String older = "__Host-sid=" + browser.ticket();
        browser.get(instance.at("/set?blue"));
        String newer = "__Host-sid=" + browser.ticket();

        assertThat(browser.sending(older + "; " + newer)
                        .get(instance.at("/show"))
                        .body())
                .isEqualTo("blue");
        assertThat(browser.sending(newer + "; " + older)
                        .get(instance.at("/show"))
                        .body())
                .isEqualTo("blue");
    }

    @Test
    void update_ofASealedSession_isOnTheCookie() {
        on("/add", (request, response) -> {
            String cart = Sessions.update(request, "cart", String.class, () -> "", old -> old + "+");
            response.getWriter().print(cart);
        });
        Instance instance = start();

        assertThat(browser.get(instance.at("/add")).body()).isEqualTo("+");
        assertThat(browser.get(instance.at("/add")).body()).isEqualTo("++");
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("++");
    }

    @Test
    void changeInPlace_ofAReadAttribute_isOnTheCookie() {
        on("/cart", (request, response) -> request.getSession().setAttribute("cart", new Cart().add("hat")));
        on(
                "/add",
                (request, response) ->
                        ((Cart) requireNonNull(request.getSession().getAttribute("cart"))).add("coat"));
        on(
                "/items",
                (request, response) -> response.getWriter()
                        .print(((Cart) requireNonNull(request.getSession().getAttribute("cart"))).items()));
        Instance instance = start(filter -> filter.allowPackages("io.cloakroom.session"));
        browser.get(instance.at("/cart"));

        browser.get(instance.at("/add"));

        var response = browser.get(instance.at("/items"));
        assertThat(response.body()).isEqualTo("[hat, coat]");
        assertThat(browser.setCookies(response)).isEmpty();
    }
}

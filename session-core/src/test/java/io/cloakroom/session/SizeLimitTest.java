package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.servlet.http.HttpSession;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@InEveryContainer
final class SizeLimitTest extends ContainerTest {

    @Override
    SessionFilterBuilder newFilter() {
        return super.newFilter().allowPackages("io.cloakroom.session").maxAttributeSize(2000);
    }

    @Test
    @DisplayName("57: an attribute that is too large is refused by setAttribute")
    void setAttribute_tooLarge_throws() {
        on("/large", (request, response) -> {
            HttpSession session = request.getSession();
            assertThatExceptionOfType(SessionTooLargeException.class)
                    .isThrownBy(() -> session.setAttribute("cart", "x".repeat(2000)))
                    .withMessageStartingWith("Session attribute cart of 20")
                    .satisfies(e -> assertThat(e.attributeSizes()).containsOnlyKeys("cart"))
                    .satisfies(e -> assertThat(e.limit()).isEqualTo(2000));
            response.getWriter().print(session.getAttribute("cart"));
        });
        Instance instance = start();
        browser.get(instance.at("/set?red"));

        assertThat(browser.get(instance.at("/large")).body()).isEqualTo("red");
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
    }

    @Test
    @DisplayName("57: one that has grown in place fails when it is saved; the session stays as it was")
    void changeInPlace_thatGetsTooLarge_failsAndKeepsTheSession() {
        on("/cart", (request, response) -> request.getSession().setAttribute("cart", new Cart().add("hat")));
        on("/grow", (request, response) -> {
            Cart cart = (Cart) requireNonNull(request.getSession().getAttribute("cart"));
            cart.add("x".repeat(2000));
            response.getWriter().print("all is well");
        });
        on(
                "/items",
                (request, response) -> response.getWriter()
                        .print(((Cart) requireNonNull(request.getSession().getAttribute("cart"))).items()));
        Instance instance = start();
        browser.get(instance.at("/cart"));

        assertThat(browser.get(instance.at("/grow")).statusCode()).isEqualTo(500);

        assertThat(browser.get(instance.at("/items")).body()).isEqualTo("[hat]");
    }

    @Test
    @DisplayName("57: a session that is too large fails when it is saved, and names its attributes, the largest first")
    void session_tooLarge_failsAndStaysAsItWas() {
        on("/fill", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("a", "x".repeat(1500));
            session.setAttribute("b", "x".repeat(1600));
            assertThatExceptionOfType(SessionTooLargeException.class)
                    .isThrownBy(response::flushBuffer)
                    .withMessageMatching("A session of 3\\d+ bytes is larger than the limit of 3000\\."
                            + " Encoded attributes: b 16\\d\\d, a 15\\d\\d(, cart \\d+)?")
                    .satisfies(e -> assertThat(e.size()).isBetween(3100, 3200));
        });
        Instance instance = start(filter -> filter.maxSessionSize(3000));

        assertThat(browser.get(instance.at("/fill")).statusCode()).isEqualTo(500);
        assertThat(browser.ticket()).isNull();
        browser.get(instance.at("/set?red"));
        assertThat(browser.get(instance.at("/fill")).statusCode()).isEqualTo(500);

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
    }

    @Test
    @DisplayName("57: a session that is larger than a new limit may shrink")
    void session_largerThanANewLimit_mayShrink() {
        on(
                "/fill",
                (request, response) -> Map.of("a", 1500, "b", 1500, "c", 1500)
                        .forEach((name, size) -> request.getSession().setAttribute(name, "x".repeat(size))));
        on("/shrink", (request, response) -> {
            request.getSession().removeAttribute("a");
            request.getSession().setAttribute("b", "small");
        });
        browser.get(start().at("/fill"));
        Instance limited = start(filter -> filter.maxSessionSize(1000));

        assertThat(browser.get(limited.at("/shrink")).statusCode()).isEqualTo(200);
        assertThat(browser.get(limited.at("/set?" + "x".repeat(1000))).statusCode())
                .isEqualTo(500);
    }
}

package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.SealingKey;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@link CommitTest} with sessions in sealed cookies. */
@InEveryContainer
final class SealedCookieCommitTest extends CommitTest {

    private final KeyRing keys = KeyRing.of(SealingKey.random(1));

    @Override
    SessionFilterBuilder newFilter() {
        return SessionFilter.sealedCookie(keys);
    }

    @Override
    void assertStoreCalls(String... calls) {
        super.assertStoreCalls();
    }

    @Test
    @Override
    @DisplayName("23: a change after the commit is refused: the client could not be told")
    void change_afterTheCommit_isSaved() {
        on("/late", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("cart", "red");
            response.getWriter().print("x");
            response.flushBuffer();
            assertThatIllegalStateException().isThrownBy(() -> session.setAttribute("cart", "blue"));
            assertThatIllegalStateException().isThrownBy(() -> session.setAttribute("cart", null));
            assertThatIllegalStateException().isThrownBy(() -> session.setMaxInactiveInterval(1));
            assertThatIllegalStateException().isThrownBy(session::invalidate);
            assertThatIllegalStateException().isThrownBy(request::changeSessionId);
            assertThatIllegalStateException()
                    .isThrownBy(() -> Sessions.update(request, "cart", String.class, () -> "", cart -> cart + "!"));
            response.getWriter().print(session.getAttribute("cart"));
        });
        Instance instance = start();

        assertThat(browser.get(instance.at("/late")).body()).isEqualTo("xred");
        assertThat(browser.get(start().at("/show")).body()).isEqualTo("red");
    }

    @Test
    @Override
    @DisplayName("23: a sealed cookie cannot be told of a change after the commit, and refuses it")
    void change_afterTheCommit_isSavedBeforeTheLastByte() {
        assertRefused("/late");
    }

    @Test
    @Override
    @DisplayName("23: a change after the commit in a forward is refused, too")
    void change_afterTheCommitInAForward_isSavedWhenTheForwardReturns() {
        on(
                "/forward",
                (request, response) -> request.getRequestDispatcher("/late").forward(request, response));
        assertRefused("/forward");
    }

    private void assertRefused(String path) {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        on("/late", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            response.flushBuffer();
            thrown.set(catchThrowable(() -> request.getSession().setAttribute("cart", "blue")));
            response.getWriter().close();
        });

        browser.get(start().at(path));

        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("23: a change in place after the commit ends the request with an exception and is lost")
    void changeInPlace_afterTheCommit_isNotKept() {
        on("/late", (request, response) -> {
            Cart cart = new Cart().add("hat");
            request.getSession().setAttribute("cart", cart);
            response.flushBuffer();
            cart.add("coat");
        });
        on("/items", (request, response) -> {
            Cart cart = (Cart) request.getSession().getAttribute("cart");
            response.getWriter().print(cart == null ? "none" : cart.items());
        });
        Instance instance = start(filter -> filter.allowPackages("io.cloakroom.session"));
        try (InputStream body = browser.open(instance.at("/late")).body()) {
            body.readAllBytes();
        } catch (IOException e) {
            // some containers drop the connection when a request fails after its response was committed
            assertThat(browser.ticket()).isNotNull();
        }

        assertThat(browser.get(instance.at("/items")).body()).isEqualTo("[hat]");
    }
}

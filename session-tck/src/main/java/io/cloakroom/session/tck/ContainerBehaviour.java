package io.cloakroom.session.tck;

import jakarta.servlet.http.HttpSession;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;

/** What the parts of the contract share: an application with a cart, and somebody who visits it. */
abstract class ContainerBehaviour {

    static final String NOTHING = "nothing";

    final Visitor visitor = new Visitor();

    abstract Fleet fleet();

    @BeforeEach
    final void openShop() {
        on("/set", (request, response) -> {
            request.getSession().setAttribute("cart", request.getQueryString());
            response.getWriter().print("set");
        });
        on("/show", (request, response) -> {
            HttpSession session = request.getSession(false);
            Object cart = session == null ? null : session.getAttribute("cart");
            response.getWriter().print(cart == null ? NOTHING : cart);
        });
        on("/end", (request, response) -> {
            request.getSession().invalidate();
            response.getWriter().print("ended");
        });
        on("/static", (request, response) -> response.getWriter().print("static"));
    }

    final void on(String path, ContractServlet.Route route) {
        fleet().on(path, route);
    }

    final URI first(String path) {
        return fleet().first(path);
    }

    final URI second(String path) {
        return fleet().second(path);
    }

    final ObservedStore store() {
        return fleet().store();
    }
}

package io.cloakroom.examples.lab;

import io.cloakroom.session.Sessions;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.stream.Stream;

/** A cart: {@code POST ?item=} adds, {@code GET} lists, one item a line. */
public final class CartServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final String CART = "cart";

    /** Creates the servlet; the container does. */
    public CartServlet() {}

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String item = request.getParameter("item");
        Sessions.update(request, CART, String[].class, () -> new String[0], cart -> with(cart, item));
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /** Adds an item unless it is there: a client that got no answer may ask again. */
    private static String[] with(String[] cart, String item) {
        return Stream.concat(Stream.of(cart), Stream.of(item)).distinct().toArray(String[]::new);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession(false);
        if (session != null && session.getAttribute(CART) instanceof String[] cart) {
            for (String item : cart) {
                response.getWriter().println(item);
            }
        }
    }
}

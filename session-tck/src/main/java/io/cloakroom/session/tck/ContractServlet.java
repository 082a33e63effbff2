package io.cloakroom.session.tck;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The application of the contract: each test says what it does on which path. */
final class ContractServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, Route> routes = new ConcurrentHashMap<>();

    void on(String path, Route route) {
        routes.put(path, route);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Route route = routes.get(request.getRequestURI());
        if (route == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try {
            route.handle(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    /** What the application does on one path. */
    @FunctionalInterface
    interface Route {
        void handle(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }
}

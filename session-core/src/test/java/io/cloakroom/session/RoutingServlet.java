package io.cloakroom.session;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Runs the handler of a path, whether requested, forwarded to, included or dispatched to. */
final class RoutingServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // a servlet that nobody serializes
    private final Map<String, Handler> handlers;

    RoutingServlet(Map<String, Handler> handlers) {
        this.handlers = handlers;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Object included = request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO);
        String path = included != null ? included.toString() : request.getPathInfo();
        Handler handler = handlers.get(path);
        if (handler == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND, "no handler for " + path);
            return;
        }
        try {
            handler.handle(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}

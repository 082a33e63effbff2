package io.cloakroom.examples.myclothes.web;

import io.cloakroom.cache.LoadFailedException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;

/** Puts an {@link Endpoint} behind the Servlet API. */
@SuppressWarnings("serial") // nobody serializes a servlet
public final class EndpointServlet extends HttpServlet {

    private static final Logger log = System.getLogger(EndpointServlet.class.getName());

    private final transient Endpoint endpoint;

    public EndpointServlet(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        answer(endpoint::get, request, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        answer(endpoint::post, request, response);
    }

    private static void answer(Method method, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            method.answer(request, response);
        } catch (SQLException e) {
            unavailable(response, e);
        } catch (LoadFailedException e) {
            if (!(e.getCause() instanceof SQLException cause)) {
                throw e;
            }
            unavailable(response, cause);
        }
    }

    private static void unavailable(HttpServletResponse response, SQLException cause)
            throws IOException, ServletException {
        if (!DatabaseFailures.isOutage(cause)) {
            throw new ServletException(cause);
        }
        log.log(Level.WARNING, "The database does not answer: {0}", cause.getMessage());
        response.setHeader("Retry-After", "5");
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    /** One of the two methods of an endpoint. */
    @FunctionalInterface
    private interface Method {

        void answer(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException, SQLException;
    }
}

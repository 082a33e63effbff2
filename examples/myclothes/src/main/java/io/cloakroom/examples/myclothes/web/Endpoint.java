package io.cloakroom.examples.myclothes.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;

/** Answers the requests for one path. Safe for use by many threads at once. */
public interface Endpoint {

    default void get(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException, SQLException {
        response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }

    default void post(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException, SQLException {
        response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }

    /** What follows the path to which the endpoint is mapped, without the slash: empty if nothing does. */
    static String pathTail(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null || info.isEmpty() ? "" : info.substring(1);
    }

    /** Sends the browser on with a GET, as the answer to a POST that succeeded. */
    static void seeOther(HttpServletResponse response, String path) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", path);
    }
}

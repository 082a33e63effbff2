package io.cloakroom.examples.myclothes.health;

import io.cloakroom.examples.myclothes.web.Endpoint;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code GET /health/live}: that the process answers. Asks nobody else: restarting it would not help if the database is
 * down.
 */
public final class LivenessEndpoint implements Endpoint {

    @Override
    public void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().println("alive");
    }
}

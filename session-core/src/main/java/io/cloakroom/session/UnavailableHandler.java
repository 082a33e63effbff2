package io.cloakroom.session;

import io.cloakroom.session.store.SessionStoreUnavailableException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers a request whose session the store could neither give nor take in time. Safe for use by many threads.
 *
 * @see SessionFilterBuilder#onUnavailable
 */
@FunctionalInterface
public interface UnavailableHandler {

    /**
     * Answers. The response is uncommitted and empty, and has the status {@code 503} and the headers
     * {@code Retry-After} and {@code Cache-Control: no-store}; headers that were set before are kept, but no cookie of
     * the session.
     *
     * <p>What the handler, or a page that it forwards to, does with the session is not saved: {@code getSession(false)}
     * returns the session if it was loaded, else {@code null}, and {@code getSession()} makes one that nobody finds
     * later.
     *
     * @param request the request
     * @param response where to answer
     * @param failure what the store said
     * @throws IOException if the answer cannot be written
     * @throws ServletException if the handler fails; what it throws goes to the container
     */
    void handle(HttpServletRequest request, HttpServletResponse response, SessionStoreUnavailableException failure)
            throws IOException, ServletException;
}

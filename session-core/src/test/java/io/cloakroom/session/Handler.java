package io.cloakroom.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What a test's application does on one path. */
interface Handler {
    void handle(HttpServletRequest request, HttpServletResponse response) throws Exception;
}

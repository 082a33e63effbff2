package io.cloakroom.examples.myclothes.account;

import io.cloakroom.examples.myclothes.web.Endpoint;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

/** {@code POST /logout}. */
public final class LogoutEndpoint implements Endpoint {

    @Override
    public void post(HttpServletRequest request, HttpServletResponse response) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        Endpoint.seeOther(response, "/");
    }
}

package io.cloakroom.routing.servlet;

import io.cloakroom.routing.ConsistencyToken;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookie that carries a token. The header is written here rather than by the container, because some drop
 * {@code SameSite}.
 *
 * @param name its name
 * @param path where the browser sends it
 * @param secure whether only over HTTPS
 * @param maxAge after which time the browser forgets it
 * @param signing makes the value and checks it
 */
record TokenCookie(String name, String path, boolean secure, Duration maxAge, SignedToken signing) {

    /** Returns the first genuine token of a request; other cookies of that name are ignored. */
    Optional<ConsistencyToken> read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            Optional<ConsistencyToken> token =
                    cookie.getName().equals(name) ? signing.verify(cookie.getValue()) : Optional.empty();
            if (token.isPresent()) {
                return token;
            }
        }
        return Optional.empty();
    }

    void write(HttpServletResponse response, ConsistencyToken token) {
        response.addHeader(
                "Set-Cookie",
                name + "=" + signing.sign(token) + "; Path=" + path + "; Max-Age=" + Math.max(1, maxAge.toSeconds())
                        + "; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : ""));
    }
}

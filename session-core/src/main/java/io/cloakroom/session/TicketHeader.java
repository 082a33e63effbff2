package io.cloakroom.session;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Set-Cookie} header with the ticket, and the headers that keep it out of caches.
 *
 * <p>It works on the response as the filter got it, not through wrappers: Tomcat puts a wrapper of its own inside ours
 * during an include, and that one ignores headers.
 */
final class TicketHeader {

    private static final String SET_COOKIE = "Set-Cookie";
    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String VARY = "Vary";

    private final HttpServletResponse response;
    private final SessionCookie cookie;

    TicketHeader(HttpServletResponse response, SessionCookie cookie) {
        this.response = response;
        this.cookie = cookie;
    }

    /** Gives the response exactly this header, or none, unless it is too late. Repeating it changes nothing. */
    void show(@Nullable String value) {
        if (response.isCommitted()) {
            return;
        }
        Collection<String> present = response.getHeaders(SET_COOKIE);
        List<String> ours = present.stream().filter(this::isOurs).toList();
        if (!ours.equals(value == null ? List.of() : List.of(value))) {
            replace(present, ours, value);
        }
        if (value != null) {
            keepOutOfCaches();
        }
    }

    private void replace(Collection<String> present, List<String> ours, @Nullable String value) {
        if (ours.isEmpty()) {
            response.addHeader(SET_COOKIE, value);
            return;
        }
        List<String> wanted = new ArrayList<>(present);
        wanted.removeAll(ours);
        if (value != null) {
            wanted.add(value);
        }
        if (wanted.isEmpty()) {
            remove();
        } else {
            response.setHeader(SET_COOKIE, wanted.get(0));
            wanted.subList(1, wanted.size()).forEach(header -> response.addHeader(SET_COOKIE, header));
        }
    }

    /** Servlet 6.1 says that null removes a header. Where it does not, a cookie that expires at once does no harm. */
    private void remove() {
        response.setHeader(SET_COOKIE, null);
        if (response.containsHeader(SET_COOKIE)) {
            response.setHeader(SET_COOKIE, cookie.expiredHeaderValue());
        }
    }

    private void keepOutOfCaches() {
        if (!mentions(CACHE_CONTROL, "no-store")) {
            response.setHeader(CACHE_CONTROL, "no-store");
        }
        if (!mentions(VARY, "cookie") && !mentions(VARY, "*")) {
            response.addHeader(VARY, "Cookie");
        }
    }

    private boolean mentions(String header, String token) {
        return response.getHeaders(header).stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(token));
    }

    private boolean isOurs(String header) {
        return header.startsWith(cookie.name() + "=");
    }
}

package io.cloakroom.session;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The response header with the ticket, {@code Set-Cookie} or another, and the headers that keep it out of caches.
 *
 * <p>It works on the response as the filter got it, not through wrappers: Tomcat puts a wrapper of its own inside ours
 * during an include, and that one ignores headers.
 */
final class TicketHeader {

    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String VARY = "Vary";

    private final HttpServletResponse response;
    private final TicketTransport transport;
    private final String name;

    TicketHeader(HttpServletResponse response, TicketTransport transport) {
        this.response = response;
        this.transport = transport;
        this.name = transport.headerName();
    }

    /** Gives the response exactly this header, or none, unless it is too late. Repeating it changes nothing. */
    void show(@Nullable String value) {
        if (response.isCommitted()) {
            return;
        }
        Collection<String> present = response.getHeaders(name);
        List<String> ours = present.stream().filter(transport::isOurs).toList();
        if (!ours.equals(value == null ? List.of() : List.of(value))) {
            replace(present, ours, value);
        }
        if (value != null) {
            keepOutOfCaches();
        }
    }

    private void replace(Collection<String> present, List<String> ours, @Nullable String value) {
        if (ours.isEmpty()) {
            response.addHeader(name, value);
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
            response.setHeader(name, wanted.get(0));
            wanted.subList(1, wanted.size()).forEach(header -> response.addHeader(name, header));
        }
    }

    /** Servlet 6.1 says that null removes a header. Where it does not, one that ends nothing does no harm. */
    private void remove() {
        response.setHeader(name, null);
        if (response.containsHeader(name)) {
            response.setHeader(name, transport.ending());
        }
    }

    private void keepOutOfCaches() {
        if (!mentions(CACHE_CONTROL, "no-store")) {
            response.setHeader(CACHE_CONTROL, "no-store");
        }
        if (!mentions(VARY, transport.variesBy().toLowerCase(Locale.ROOT)) && !mentions(VARY, "*")) {
            response.addHeader(VARY, transport.variesBy());
        }
    }

    private boolean mentions(String header, String token) {
        return response.getHeaders(header).stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(token));
    }
}

package io.cloakroom.examples.myclothes.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * Two independent checks, because each covers what the other cannot.
 *
 * 1. The browser says where a request comes from (Sec-Fetch-Site, else Origin), and no page can make it lie. This
 *    protects guests too. They need it: a forged POST arrives without the SameSite=Lax cookie, would begin a new
 *    session, and its Set-Cookie would take the place of the session that holds the shopper's cart.
 * 2. The token of the form, bound to the account. An attacker can get a guest's token, nobody can get that of an
 *    account. It is bound to the account and not to the session, so that a form stays good when the first thing put
 *    into the cart, in another tab, begins the session.
 *
 * A client that sends neither header is no browser of the last years, and check 2 alone decides.
 */
/** Refuses requests that change something and were not sent from a page of this shop. */
@SuppressWarnings("serial") // nobody serializes a filter
public final class ForgeryFilter extends HttpFilter {

    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final transient FormTokens tokens;
    private final transient Function<HttpServletRequest, Visitor> visitors;

    public ForgeryFilter(FormTokens tokens, Function<HttpServletRequest, Visitor> visitors) {
        this.tokens = tokens;
        this.visitors = visitors;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // an error page is shown whatever the request was
        if (request.getDispatcherType() == DispatcherType.ERROR
                || HARMLESS.contains(request.getMethod())
                || (comesFromHere(request) && hasToken(request))) {
            chain.doFilter(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    private boolean hasToken(HttpServletRequest request) {
        String token = request.getParameter("_csrf");
        return token != null && tokens.accepts(token, visitors.apply(request).formOwner());
    }

    private static boolean comesFromHere(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        String origin = request.getHeader("Origin");
        return origin == null || sameAuthority(origin, request);
    }

    private static boolean sameAuthority(String origin, HttpServletRequest request) {
        return isAuthorityOf(origin, request.getHeader("Host"))
                // what the browser asked for, if the load balancer does not pass Host on; a form cannot set it
                || isAuthorityOf(origin, request.getHeader("X-Forwarded-Host"));
    }

    private static boolean isAuthorityOf(String origin, @Nullable String host) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

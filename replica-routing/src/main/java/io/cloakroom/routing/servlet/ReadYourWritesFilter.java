package io.cloakroom.routing.servlet;

import static java.util.Objects.requireNonNull;

import io.cloakroom.routing.ConsistencyScope;
import io.cloakroom.routing.ReplicaRoutingDataSource;
import io.cloakroom.routing.Routing;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A servlet filter that makes each request a {@link ConsistencyScope}, and carries in a signed cookie what its user has
 * written, so that his next request reads it, whichever instance serves it. Put it before everything that uses the data
 * source, for the dispatcher types {@code REQUEST} and {@code ASYNC}, with async support:
 *
 * <pre>{@code
 * ReadYourWritesFilter.builder(dataSource, key).build();
 * }</pre>
 *
 * <p>The cookie holds a place in the primary's stream of changes and when it was reached, at most 200 characters, and
 * is {@code HttpOnly} and {@code SameSite=Lax}; it is sent only by answers to requests that wrote and is forgotten
 * after {@link ReplicaRoutingDataSource#tokenTimeToLive}. A cookie that was not signed with one of the keys is ignored.
 * It is added before the body begins: what a request writes to the database after that, the next request may miss.
 *
 * <p>Work on other threads of the application joins in with {@link #scopeOf}. Immutable and safe for use by many
 * threads.
 */
@SuppressWarnings("exports") // whoever uses a servlet filter has the Servlet API; others must be able to do without it
public final class ReadYourWritesFilter implements Filter {

    private static final String CARRIER = ReadYourWritesFilter.class.getName() + ".carrier";

    private final ReplicaRoutingDataSource dataSource;
    private final TokenCookie cookie;

    private ReadYourWritesFilter(Builder builder) {
        this.dataSource = builder.dataSource;
        this.cookie = new TokenCookie(
                builder.cookieName,
                builder.path,
                builder.secure,
                builder.dataSource.tokenTimeToLive(),
                new SignedToken(builder.keys));
    }

    /**
     * Starts the configuration of a filter.
     *
     * @param dataSource where the application reads and writes
     * @param key a secret that all instances share, 32 random bytes or more; copied
     * @return a builder
     * @throws IllegalArgumentException if the key is shorter
     */
    public static Builder builder(ReplicaRoutingDataSource dataSource, byte[] key) {
        return new Builder(requireNonNull(dataSource, "dataSource"), key);
    }

    /**
     * Returns the scope of a request, for work on other threads:
     * {@code Routing.within(ReadYourWritesFilter.scopeOf(request), …)}.
     *
     * @param request a request that has passed the filter
     * @return its scope
     * @throws IllegalStateException if it has not passed the filter
     */
    public static ConsistencyScope scopeOf(ServletRequest request) {
        if (request.getAttribute(CARRIER) instanceof Carrier carrier) {
            return carrier.scope();
        }
        throw new IllegalStateException("the request has not passed a ReadYourWritesFilter");
    }

    /**
     * Runs the rest of the chain within the scope of the user.
     *
     * @param request the request
     * @param response the response
     * @param chain the rest
     * @throws IOException if the rest throws it
     * @throws ServletException if the rest throws it
     */
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse answer) {
            carry(http, answer, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void carry(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Carrier carrier = carrierOf(request);
        CarryingResponse carrying = new CarryingResponse(response, carrier);
        try {
            Routing.<Exception>within(carrier.scope(), () -> chain.doFilter(request, carrying));
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        } finally {
            if (!request.isAsyncStarted()) {
                carrying.tell();
            }
        }
    }

    /** The same one when a request comes back, as after an asynchronous dispatch. */
    private Carrier carrierOf(HttpServletRequest request) {
        if (request.getAttribute(CARRIER) instanceof Carrier carrier) {
            return carrier;
        }
        Carrier carrier = new Carrier(dataSource, cookie, scope(request));
        request.setAttribute(CARRIER, carrier);
        return carrier;
    }

    private ConsistencyScope scope(HttpServletRequest request) {
        try {
            return cookie.read(request).map(dataSource::resume).orElseGet(ConsistencyScope::create);
        } catch (IllegalArgumentException e) {
            // signed by us, for another kind of database: the application has moved
            return ConsistencyScope.create();
        }
    }

    /** Configures a {@link ReadYourWritesFilter}. Not safe for use by several threads. */
    public static final class Builder {

        private static final Pattern COOKIE_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
        private static final Pattern PATH = Pattern.compile("/[!-:<-~]*");

        private final ReplicaRoutingDataSource dataSource;
        private final List<byte[]> keys = new ArrayList<>();
        private String cookieName = "cloakroom-writes";
        private String path = "/";
        private boolean secure = true;

        private Builder(ReplicaRoutingDataSource dataSource, byte[] key) {
            this.dataSource = dataSource;
            alsoAccept(key);
        }

        /**
         * Accepts cookies that were signed with another key, while the key is being replaced: first all instances
         * accept the new one, then all sign with it, then the old one goes.
         *
         * @param key the other key, 32 bytes or more; copied
         * @return this builder
         * @throws IllegalArgumentException if the key is shorter
         */
        public Builder alsoAccept(byte[] key) {
            int length = requireNonNull(key, "key").length;
            if (length < SignedToken.LEAST_KEY_BYTES) {
                throw new IllegalArgumentException(
                        "key must have at least " + SignedToken.LEAST_KEY_BYTES + " bytes: " + length);
            }
            keys.add(key.clone());
            return this;
        }

        /**
         * Sets the name of the cookie. The default is {@code cloakroom-writes}.
         *
         * @param cookieName a token as in RFC 6265
         * @return this builder
         * @throws IllegalArgumentException if it is none
         */
        public Builder cookieName(String cookieName) {
            this.cookieName = matching(COOKIE_NAME, cookieName, "cookieName must be a token (RFC 6265)");
            return this;
        }

        /**
         * Sets the path for which browsers send the cookie. The default is {@code /}.
         *
         * @param path a path that begins with {@code /}, without blanks and semicolons
         * @return this builder
         * @throws IllegalArgumentException if it is none
         */
        public Builder path(String path) {
            this.path = matching(PATH, path, "path must begin with / and have no blanks or semicolons");
            return this;
        }

        /**
         * Sets whether browsers send the cookie over HTTPS only. The default is {@code true}.
         *
         * @param secure {@code false} for tests over plain HTTP
         * @return this builder
         */
        public Builder secure(boolean secure) {
            this.secure = secure;
            return this;
        }

        /**
         * Builds the filter.
         *
         * @return the filter
         */
        public ReadYourWritesFilter build() {
            return new ReadYourWritesFilter(this);
        }

        private static String matching(Pattern pattern, String value, String rule) {
            return Optional.of(value)
                    .filter(pattern.asMatchPredicate())
                    .orElseThrow(() -> new IllegalArgumentException(rule + ": \"" + value + "\""));
        }
    }
}

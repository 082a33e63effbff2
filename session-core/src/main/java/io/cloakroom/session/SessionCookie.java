package io.cloakroom.session;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that holds the ticket of a session: name and attributes. Always {@code HttpOnly}, and without
 * {@code Max-Age}: the browser keeps it until it is closed. Immutable.
 *
 * <p>The default is {@code __Host-sid; Path=/; Secure; HttpOnly; SameSite=Lax}. The prefix makes browsers refuse a
 * cookie of this name that a subdomain or a plain-HTTP page has planted; it is added whenever the rules of the cookie
 * prefixes (RFC 6265bis, section 4.1.3) permit it.
 */
public final class SessionCookie {

    private static final String HOST_PREFIX = "__Host-";
    private static final String SECURE_PREFIX = "__Secure-";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
    private static final Pattern PATH = Pattern.compile("/[\\x21-\\x3A\\x3C-\\x7E]{0,255}");
    private static final Pattern DOMAIN =
            Pattern.compile("[0-9A-Za-z]([0-9A-Za-z-]{0,62})(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,62})){0,10}");

    private final String name;
    private final String path;
    private final @Nullable String domain;
    private final boolean secure;
    private final SameSite sameSite;
    private final boolean partitioned;

    private SessionCookie(Builder builder) {
        this.path = builder.path;
        this.domain = builder.domain;
        this.secure = builder.secure;
        this.sameSite = builder.sameSite;
        this.partitioned = builder.partitioned;
        this.name = prefix() + builder.name;
    }

    /**
     * Returns the default cookie.
     *
     * @return {@code __Host-sid} with {@code Path=/; Secure; HttpOnly; SameSite=Lax}
     */
    public static SessionCookie create() {
        return builder().build();
    }

    /**
     * Returns a cookie named {@code sid} that is also sent over plain HTTP, for trials on one's own machine. Anybody on
     * the way can read and use it: not for anything that users reach over a network.
     *
     * @return a cookie without {@code Secure}
     */
    public static SessionCookie insecureForLocalhost() {
        Builder builder = builder();
        builder.secure = false;
        return builder.build();
    }

    /**
     * Returns a builder that makes the default cookie unless told otherwise.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the name.
     *
     * @return the name as the browser sees it, prefix included
     */
    public String name() {
        return name;
    }

    /**
     * Returns the path under which the browser sends the cookie.
     *
     * @return the path, {@code /} by default
     */
    public String path() {
        return path;
    }

    /**
     * Returns the domain whose hosts all get the cookie.
     *
     * @return the domain; empty if only the host that sets it gets it back
     */
    public Optional<String> domain() {
        return Optional.ofNullable(domain);
    }

    /**
     * Tells whether the browser sends the cookie over TLS only.
     *
     * @return {@code false} only for {@link #insecureForLocalhost()}
     */
    public boolean secure() {
        return secure;
    }

    /**
     * Returns on which requests from other sites the browser sends the cookie.
     *
     * @return the rule, {@link SameSite#LAX} by default
     */
    public SameSite sameSite() {
        return sameSite;
    }

    /**
     * Tells whether an embedded page has its own cookie for each site that embeds it.
     *
     * @return {@code false} by default
     */
    public boolean partitioned() {
        return partitioned;
    }

    /** Returns the value of a {@code Set-Cookie} header that gives the client a ticket. */
    String headerValue(String ticket) {
        return name + "=" + ticket + attributes();
    }

    /** Returns the value of a {@code Set-Cookie} header that makes the client forget its ticket. */
    String expiredHeaderValue() {
        return name + "=" + attributes() + "; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
    }

    private String attributes() {
        StringBuilder attributes = new StringBuilder("; Path=").append(path);
        if (domain != null) {
            attributes.append("; Domain=").append(domain);
        }
        if (secure) {
            attributes.append("; Secure");
        }
        attributes.append("; HttpOnly; SameSite=").append(sameSite.attributeValue());
        if (partitioned) {
            attributes.append("; Partitioned");
        }
        return attributes.toString();
    }

    private String prefix() {
        if (!secure) {
            return "";
        }
        return domain == null && path.equals("/") ? HOST_PREFIX : SECURE_PREFIX;
    }

    @Override
    public String toString() {
        return "SessionCookie[" + name + attributes() + "]";
    }

    /** Collects the attributes of a {@link SessionCookie}. Not safe for use by several threads. */
    public static final class Builder {

        private String name = "sid";
        private String path = "/";
        private @Nullable String domain;
        private boolean secure = true;
        private SameSite sameSite = SameSite.LAX;
        private boolean partitioned;

        private Builder() {}

        /**
         * Sets the name without its prefix. The default is {@code sid}.
         *
         * @param name a token (RFC 6265) of at most 64 characters
         * @return this builder
         * @throws IllegalArgumentException if {@code name} is no such token or brings a prefix of its own
         */
        public Builder name(String name) {
            if (!TOKEN.matcher(requireNonNull(name, "name")).matches()) {
                throw new IllegalArgumentException(
                        "cookie name must be a token (RFC 6265) of 1 to 64 characters: " + printable(name));
            }
            if (name.regionMatches(true, 0, "__", 0, 2)) {
                throw new IllegalArgumentException("cookie name must not start with __, the prefix is added: " + name);
            }
            this.name = name;
            return this;
        }

        /**
         * Sets the path under which the browser sends the cookie. Another one than the default {@code /} costs the
         * {@code __Host-} prefix.
         *
         * @param path an absolute path of printable ASCII characters without {@code ;}
         * @return this builder
         * @throws IllegalArgumentException if {@code path} is no such path
         */
        public Builder path(String path) {
            if (!PATH.matcher(requireNonNull(path, "path")).matches()) {
                throw new IllegalArgumentException(
                        "cookie path must start with / and be printable ASCII without ';': " + printable(path));
            }
            this.path = path;
            return this;
        }

        /**
         * Sends the cookie to all hosts of a domain. The default is only the host that sets it; a domain costs the
         * {@code __Host-} prefix.
         *
         * @param domain the domain, as in {@code myclothes.com}
         * @return this builder
         * @throws IllegalArgumentException if {@code domain} is not the name of a domain
         */
        public Builder domain(String domain) {
            if (!DOMAIN.matcher(requireNonNull(domain, "domain")).matches()) {
                throw new IllegalArgumentException(
                        "cookie domain must be a domain name as in myclothes.com: " + printable(domain));
            }
            this.domain = domain;
            return this;
        }

        /**
         * Sets on which requests from other sites the browser sends the cookie. The default is {@link SameSite#LAX}.
         *
         * @param sameSite the rule
         * @return this builder
         */
        public Builder sameSite(SameSite sameSite) {
            this.sameSite = requireNonNull(sameSite, "sameSite");
            return this;
        }

        /**
         * Gives a page that other sites embed one cookie for each of them. Needs {@link SameSite#NONE}.
         *
         * @param partitioned whether to do so; {@code false} by default
         * @return this builder
         */
        public Builder partitioned(boolean partitioned) {
            this.partitioned = partitioned;
            return this;
        }

        /**
         * Returns the cookie.
         *
         * @return the cookie
         * @throws IllegalStateException if {@code partitioned} is set without {@link SameSite#NONE}
         */
        public SessionCookie build() {
            if (partitioned && sameSite != SameSite.NONE) {
                throw new IllegalStateException("partitioned needs sameSite NONE, but it is " + sameSite);
            }
            return new SessionCookie(this);
        }

        private static String printable(String text) {
            return text.replaceAll("[^\\x20-\\x7E]", "?");
        }
    }
}

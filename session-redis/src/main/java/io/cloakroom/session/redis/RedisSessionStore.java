package io.cloakroom.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.StoreKey;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * Keeps sessions in Redis 7 or newer: one hash per session.
 *
 * <p>Each method is one round trip: a load is one plain {@code HGETALL}; create, save, change of id and delete are one
 * script each, known to the server by its digest. A server that does not know a script, after a restart or a fail-over,
 * costs one round trip more, once. A touch is one script that nobody waits for.
 *
 * <p>Every call ends within the {@linkplain Builder#timeout timeout}. A connection that is down is restored in the
 * background; calls wait for it until it has been down for the time of the timeout, and then fail at once. Within the
 * timeout, reads are tried again, and writes that the server refused for a moment, as it does in a fail-over. A write
 * whose connection breaks is not: whether it happened is unknown.
 *
 * <p>Set {@code maxmemory-policy noeviction} on the server; any other policy throws sessions away when memory is short.
 */
public final class RedisSessionStore implements SessionStore {

    /** How much longer than the session Redis keeps the hash, for instances whose clocks are behind. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    /** How long a deleted or moved session leaves a trace: longer than a request takes. */
    private static final Duration TRACE = Duration.ofMinutes(2);

    private final RedisLink link;
    private final RedisCommands commands;
    private final String keyPrefix;
    private final InstantSource clock;

    private RedisSessionStore(RedisLink link, RedisCommands commands, Builder builder) {
        this.link = link;
        this.commands = commands;
        this.keyPrefix = builder.keyPrefix;
        this.clock = builder.clock;
    }

    /**
     * Connects to a server with the defaults of the {@linkplain Builder builder}.
     *
     * @param uri the server, as in {@code redis://user:password@host:6379/0}, or {@code rediss://} for TLS
     * @return a connected store
     * @throws IllegalArgumentException if {@code uri} is not the address of one server
     * @throws io.cloakroom.session.store.SessionStoreUnavailableException if the server does not answer within 5 s
     * @throws io.cloakroom.session.store.SessionStoreException if the server refuses the credentials
     */
    public static RedisSessionStore create(String uri) {
        return create(parsed(uri));
    }

    /**
     * Connects to a server with the defaults of the {@linkplain Builder builder}.
     *
     * @param uri the server, its credentials and whether to use TLS
     * @return a connected store
     * @throws IllegalArgumentException if {@code uri} is not the address of one server
     * @throws io.cloakroom.session.store.SessionStoreUnavailableException if the server does not answer within 5 s
     * @throws io.cloakroom.session.store.SessionStoreException if the server refuses the credentials
     */
    public static RedisSessionStore create(RedisURI uri) {
        return builder(uri).build();
    }

    /**
     * Returns a builder of a store that has a client of its own, and closes it.
     *
     * @param uri the server, its credentials and whether to use TLS
     * @return a builder with all defaults
     * @throws IllegalArgumentException if {@code uri} is not the address of one server
     */
    public static Builder builder(RedisURI uri) {
        return new Builder(uri, failures -> RedisLink.open(uri, failures));
    }

    /**
     * Returns a builder of a store that opens one connection of the given client, and closes only that.
     *
     * @param client the client; its options must have the {@code disconnectedBehavior} {@code REJECT_COMMANDS}, or it
     *     would send writes twice when a connection breaks
     * @param uri the server that the client is to connect to, its credentials and whether to use TLS
     * @return a builder with all defaults
     * @throws IllegalArgumentException if {@code uri} is not the address of one server
     */
    public static Builder builder(RedisClient client, RedisURI uri) {
        requireNonNull(client, "client");
        return new Builder(uri, failures -> RedisLink.open(client, uri, failures));
    }

    /* The message of the parser repeats its input, and that holds a password. */
    private static RedisURI parsed(String uri) {
        try {
            return RedisURI.create(requireNonNull(uri, "uri"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("uri must be like redis://user:password@host:6379/0, but is not a URI");
        }
    }

    @Override
    public LoadOutcome load(StoreKey key) {
        HashReader reader = new HashReader();
        commands.readHash(redisKey(key)).forEach(reader::add);
        Instant now = clock.instant();
        return reader.record()
                .filter(record -> !record.metadata().isExpiredAt(now))
                .<LoadOutcome>map(LoadOutcome.Found::new)
                .orElseGet(LoadOutcome.NotFound::new);
    }

    @Override
    public boolean create(StoreKey key, SessionRecord record) {
        Duration life = Duration.between(clock.instant(), record.metadata().expiresAt());
        ScriptArguments arguments = new ScriptArguments()
                .duration(life.isNegative() ? GRACE : life.plus(GRACE))
                .all(HashLayout.fieldsOf(record));
        return commands.run(LuaScript.CREATE, arguments, redisKey(key)).is("created");
    }

    @Override
    public ChangeOutcome save(StoreKey key, SessionChanges changes) {
        ScriptArguments arguments = metadata(changes).attributes(changes);
        return commands.run(LuaScript.SAVE, arguments, redisKey(key)).outcome();
    }

    @Override
    public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes) {
        ScriptArguments arguments =
                metadata(changes).text(to.value()).duration(TRACE).attributes(changes);
        return commands.run(LuaScript.CHANGE_ID, arguments, redisKey(from), redisKey(to))
                .outcome();
    }

    @Override
    public ChangeOutcome delete(StoreKey key, long generation) {
        ScriptArguments arguments =
                new ScriptArguments().number(generation).time(clock.instant()).duration(TRACE);
        return commands.run(LuaScript.DELETE, arguments, redisKey(key)).outcome();
    }

    @Override
    public void touch(StoreKey key, long generation, SessionAccess access) {
        commands.runLater(LuaScript.TOUCH, use(generation, access), redisKey(key));
    }

    @Override
    public void close() {
        link.close();
    }

    private ScriptArguments metadata(SessionChanges changes) {
        return use(changes.generation(), changes.access()).metadata(changes);
    }

    private ScriptArguments use(long generation, SessionAccess access) {
        return new ScriptArguments()
                .number(generation)
                .time(clock.instant())
                .duration(GRACE)
                .access(access);
    }

    private byte[] redisKey(StoreKey key) {
        return (keyPrefix + key.value()).getBytes(UTF_8);
    }

    /** Configures a store. Not safe for use by several threads. */
    public static final class Builder {

        private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

        private final String server;
        private final Function<FailureTranslation, RedisLink> opening;
        private String keyPrefix = "cloakroom:session:";
        private Duration timeout = Duration.ofMillis(500);
        private InstantSource clock = InstantSource.system();

        private Builder(RedisURI uri, Function<FailureTranslation, RedisLink> opening) {
            this.server = "Redis at " + addressOf(requireNonNull(uri, "uri"));
            this.opening = opening;
        }

        private static String addressOf(RedisURI uri) {
            if (uri.getSocket() != null) {
                return uri.getSocket();
            }
            if (uri.getHost() == null || !uri.getSentinels().isEmpty()) {
                throw new IllegalArgumentException("uri must name one server by host and port, not Sentinels");
            }
            return uri.getHost() + ":" + uri.getPort();
        }

        /**
         * Sets what the names of all Redis keys begin with. The default is {@code cloakroom:session:}.
         *
         * @param keyPrefix the prefix: not empty, and without braces, which would put all sessions in one cluster slot
         * @return this builder
         * @throws IllegalArgumentException if {@code keyPrefix} is empty or has a brace
         */
        public Builder keyPrefix(String keyPrefix) {
            if (requireNonNull(keyPrefix, "keyPrefix").isEmpty() || keyPrefix.matches("(?s).*[{}].*")) {
                throw new IllegalArgumentException("keyPrefix must not be empty nor have braces: '" + keyPrefix + "'");
            }
            this.keyPrefix = keyPrefix;
            return this;
        }

        /**
         * Sets how long a call waits for the server. The default is 500 milliseconds; it should be well under the time
         * in which a request must be answered.
         *
         * @param timeout 1 millisecond to 1 minute
         * @return this builder
         * @throws IllegalArgumentException if {@code timeout} is out of range
         */
        public Builder timeout(Duration timeout) {
            if (requireNonNull(timeout, "timeout").toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
                throw new IllegalArgumentException("timeout must be 1 ms to 1 min: " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /**
         * Sets the clock by which the store judges what has expired. The default is the system's.
         *
         * @param clock the clock
         * @return this builder
         */
        public Builder clock(InstantSource clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Connects to the server.
         *
         * @return a connected store
         * @throws IllegalStateException if a client was handed in that does not reject commands while disconnected
         * @throws io.cloakroom.session.store.SessionStoreUnavailableException if the server does not answer within 5 s
         * @throws io.cloakroom.session.store.SessionStoreException if the server refuses the credentials
         */
        public RedisSessionStore build() {
            FailureTranslation failures = new FailureTranslation(server);
            RedisLink link = opening.apply(failures);
            return new RedisSessionStore(link, new RedisCommands(link.connection(), timeout, failures), this);
        }
    }
}

package io.cloakroom.session.redis;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.redis.OwnerIndex.Announcement;
import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ExpiryEvents;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionLimit;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.StoreKey;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Keeps sessions in Redis 7 or newer: one hash per session, on one server, behind Sentinels or in a Cluster.
 *
 * <p>Each method is one round trip unless it says otherwise: a load is one plain {@code HGETALL}; create, save, change
 * of id and delete are one script each, known to the server by its digest. A server that does not know a script, after
 * a restart or a fail-over, costs one round trip more, once. A touch is one script that nobody waits for.
 *
 * <p>Every call ends within the {@linkplain RedisSessionStoreBuilder#timeout timeout}. A connection that is down is
 * restored in the background; calls wait for it until it has been down for the time of the timeout, and then fail at
 * once. Within the timeout, reads are tried again, and writes that the server refused for a moment, as it does in a
 * fail-over. A write whose connection breaks is not: whether it happened is unknown. Only a change of id in a cluster
 * is, because it recognises itself.
 *
 * <p>In a cluster a change of the id goes from one node to another in three steps. Whatever happens in between, the
 * session is under the old key, under the new one, or under both.
 *
 * <p>Set {@code maxmemory-policy noeviction} on the server; any other policy throws sessions away when memory is short.
 */
public final class RedisSessionStore implements SessionStore, SessionLimit, ExpiryEvents {

    private final RedisLink link;
    private final RedisCommands commands;
    private final KeyNames names;
    private final InstantSource clock;
    private final ChangeArguments arguments;
    private final SessionLoader loader;
    private final OwnerIndex index;
    private final DueSets due;
    private final IdChange idChange;
    private final Duration expiryPolling;
    private final Set<ExpirySubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    RedisSessionStore(
            RedisLink link,
            RedisCommands commands,
            KeyNames names,
            InstantSource clock,
            Duration expiryPolling,
            long nearCacheBytes) {
        this.link = link;
        this.commands = commands;
        this.names = names;
        this.clock = clock;
        this.loader = new SessionLoader(commands, names, nearCacheBytes);
        this.index = new OwnerIndex(commands, names, clock);
        this.due = new DueSets(commands, names, clock);
        this.arguments = new ChangeArguments(clock, due::isInUse);
        this.idChange = new IdChange(commands, names, arguments, index, due);
        this.expiryPolling = expiryPolling;
    }

    /**
     * Connects to a server with the defaults of the {@linkplain RedisSessionStoreBuilder builder}.
     *
     * @param uri the server, as in {@code redis://user:password@host:6379/0}, or {@code rediss://} for TLS
     * @return a connected store
     * @throws IllegalArgumentException if {@code uri} names neither one server nor Sentinels and a primary
     * @throws io.cloakroom.session.store.SessionStoreUnavailableException if the server does not answer within 5 s
     * @throws io.cloakroom.session.store.SessionStoreException if the server refuses the credentials
     */
    public static RedisSessionStore create(String uri) {
        return create(parsed(uri));
    }

    /**
     * Connects to a server with the defaults of the {@linkplain RedisSessionStoreBuilder builder}.
     *
     * @param uri the server, its credentials and whether to use TLS
     * @return a connected store
     * @throws IllegalArgumentException if {@code uri} names neither one server nor Sentinels and a primary
     * @throws io.cloakroom.session.store.SessionStoreUnavailableException if the server does not answer within 5 s
     * @throws io.cloakroom.session.store.SessionStoreException if the server refuses the credentials
     */
    public static RedisSessionStore create(RedisURI uri) {
        return builder(uri).build();
    }

    /**
     * Returns a builder of a store that has a client of its own, and closes it.
     *
     * @param uri the server, or the Sentinels and the name of the primary that they watch; its credentials, and whether
     *     to use TLS
     * @return a builder with all defaults
     * @throws IllegalArgumentException if {@code uri} names neither one server nor Sentinels and a primary
     */
    public static RedisSessionStoreBuilder builder(RedisURI uri) {
        return new RedisSessionStoreBuilder(
                nameOf(uri),
                false,
                options -> uri.getSentinels().isEmpty()
                        ? SingleServerLink.open(uri, options)
                        : SentinelLink.open(uri, options));
    }

    /**
     * Returns a builder of a store that opens connections of the given client, and closes only those.
     *
     * @param client the client; its options must have the {@code disconnectedBehavior} {@code REJECT_COMMANDS}, or it
     *     would send writes twice when a connection breaks
     * @param uri the server that the client is to connect to, or the Sentinels and the name of the primary that they
     *     watch; its credentials, and whether to use TLS
     * @return a builder with all defaults
     * @throws IllegalArgumentException if {@code uri} names neither one server nor Sentinels and a primary
     */
    public static RedisSessionStoreBuilder builder(RedisClient client, RedisURI uri) {
        requireNonNull(client, "client");
        return new RedisSessionStoreBuilder(
                nameOf(uri),
                false,
                options -> uri.getSentinels().isEmpty()
                        ? SingleServerLink.open(client, uri, options)
                        : SentinelLink.open(client, uri, options));
    }

    /**
     * Returns a builder of a store in a Redis Cluster that opens a connection of the given client, and closes only
     * that.
     *
     * @param client the client; its options must have the {@code disconnectedBehavior} {@code REJECT_COMMANDS}, or it
     *     would send writes twice when a connection breaks, and should refresh the topology periodically and adaptively
     * @return a builder with all defaults
     */
    public static RedisSessionStoreBuilder builder(RedisClusterClient client) {
        requireNonNull(client, "client");
        return new RedisSessionStoreBuilder("Redis Cluster", true, options -> ClusterLink.open(client, options));
    }

    /**
     * Returns a builder of a store in a Redis Cluster that has a client of its own, and closes it. The client learns of
     * the other nodes by itself, every 15 seconds and whenever a node redirects it or does not answer.
     *
     * @param nodes some nodes of the cluster, or the address under which a provider gives them, their credentials and
     *     whether to use TLS, which must be the same for all
     * @return a builder with all defaults
     * @throws IllegalArgumentException if {@code nodes} is empty or has something else than addresses of servers
     */
    public static RedisSessionStoreBuilder clusterBuilder(RedisURI... nodes) {
        List<RedisURI> seeds = List.of(nodes);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("nodes must name at least one node of the cluster");
        }
        return new RedisSessionStoreBuilder(
                "Redis Cluster at " + addressesOf(seeds), true, options -> ClusterLink.open(seeds, options));
    }

    private static String nameOf(RedisURI uri) {
        List<RedisURI> sentinels = requireNonNull(uri, "uri").getSentinels();
        if (sentinels.isEmpty()) {
            return "Redis at " + addressOf(uri);
        }
        if (uri.getSentinelMasterId() == null) {
            throw new IllegalArgumentException("uri must name the primary that the Sentinels watch (sentinelMasterId)");
        }
        return "Redis behind the Sentinels at " + addressesOf(sentinels);
    }

    private static String addressesOf(List<RedisURI> servers) {
        return servers.stream().map(RedisSessionStore::addressOf).collect(Collectors.joining(", "));
    }

    private static String addressOf(RedisURI uri) {
        if (requireNonNull(uri, "uri").getSocket() != null) {
            return uri.getSocket();
        }
        if (uri.getHost() == null || !uri.getSentinels().isEmpty()) {
            throw new IllegalArgumentException("uri must name servers by host and port");
        }
        return uri.getHost() + ":" + uri.getPort();
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
        Instant now = clock.instant();
        return loader.load(key)
                .filter(record -> !record.metadata().isExpiredAt(now))
                .<LoadOutcome>map(LoadOutcome.Found::new)
                .orElseGet(LoadOutcome.NotFound::new);
    }

    /** {@inheritDoc} With an owner, two round trips. */
    @Override
    public boolean create(StoreKey key, SessionRecord record) {
        Deadline deadline = commands.deadline();
        SessionMetadata metadata = record.metadata();
        if (metadata.owner() != null) {
            index.announce(deadline, metadata.owner(), key, null, metadata.absoluteDeadline());
        }
        due.note(key, metadata.expiresAt());
        Duration life = Duration.between(clock.instant(), metadata.expiresAt());
        ScriptArguments values = new ScriptArguments()
                .duration(life.isNegative() ? arguments.grace() : life.plus(arguments.grace()))
                .all(HashLayout.fieldsOf(record, ChangeArguments.newWrite()));
        return run(deadline, LuaScript.CREATE, values, key).is("created");
    }

    /** {@inheritDoc} With a new owner, two round trips; three if the session belonged to another user. */
    @Override
    public ChangeOutcome save(StoreKey key, SessionChanges changes) {
        Deadline deadline = commands.deadline();
        Announcement announced =
                changes.owner() == null ? null : index.announce(deadline, changes.owner(), key, null, null);
        String write = ChangeArguments.newWrite();
        ScriptReply reply =
                run(deadline, LuaScript.SAVE, arguments.of(changes, write).attributes(changes), key);
        if (reply.is("applied")) {
            loader.saved(key, changes, write, reply);
            index.settle(deadline, announced, key, reply);
            due.noteChange(key, reply);
        }
        return reply.outcome();
    }

    /**
     * {@inheritDoc} One round trip more with a new owner, two more if the session has one already; in a cluster, two
     * more for the way between the nodes.
     */
    @Override
    public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes) {
        return idChange.run(from, to, changes);
    }

    /** {@inheritDoc} Two round trips if the session has an owner. */
    @Override
    public ChangeOutcome delete(StoreKey key, long generation) {
        Deadline deadline = commands.deadline();
        ScriptArguments values = arguments.of(generation).duration(ChangeArguments.TRACE);
        ScriptReply reply = run(deadline, LuaScript.DELETE, values, key);
        if (reply.is("applied") && !reply.text(3).isEmpty()) {
            index.remove(deadline, SessionOwner.ofText(reply.text(3)).principal(), key);
        }
        return reply.outcome();
    }

    @Override
    public void touch(StoreKey key, long generation, SessionAccess access) {
        commands.runLater(
                new ScriptCall(LuaScript.TOUCH, arguments.of(generation, access), names.session(key)), reply -> {});
    }

    /** {@inheritDoc} Two round trips, however many sessions the user has. */
    @Override
    public List<OwnedSession> findByPrincipal(String principal) {
        return index.find(requireNonNull(principal, "principal"));
    }

    /** {@inheritDoc} One round trip if there is a place, three or more to make sure that there is none. */
    @Override
    public boolean reserve(String principal, StoreKey key, int max, Duration lifetime) {
        if (max < 1) {
            throw new IllegalArgumentException("max must be 1 or more: " + max);
        }
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException("lifetime must be more than zero: " + lifetime);
        }
        return index.reserve(requireNonNull(principal, "principal"), requireNonNull(key, "key"), max, lifetime);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A thread for each listener looks for expired sessions about every
     * {@linkplain RedisSessionStoreBuilder#expiryPolling polling interval}: eight small commands, and two for each
     * session that has expired (and one more for its entry), or is looked at for the first time since its end moved on.
     * From the first subscription on a new session costs one more command, which nobody waits for, and Redis keeps
     * expired sessions for up to an hour, until somebody claims them. Let every instance of the fleet subscribe:
     * sessions that others store meanwhile may expire unheard.
     *
     * @param listener hears of the sessions that this instance has claimed
     * @return ends the claiming of this listener
     * @throws IllegalStateException if the store is closed
     */
    @Override
    public Subscription onExpiry(ExpiryListener listener) {
        requireNonNull(listener, "listener");
        if (closed) {
            throw new IllegalStateException("The store is closed: nobody would hear of expired sessions.");
        }
        due.use();
        ExpirySweep sweep = new ExpirySweep(commands, names, clock, due, index, listener);
        ExpirySubscription subscription = ExpirySubscription.begin(sweep, expiryPolling, subscriptions::remove);
        subscriptions.add(subscription);
        return subscription;
    }

    @Override
    public void close() {
        closed = true;
        subscriptions.forEach(ExpirySubscription::close);
        link.close();
    }

    private ScriptReply run(Deadline deadline, LuaScript script, ScriptArguments values, StoreKey key) {
        return commands.run(deadline, new ScriptCall(script, values, names.session(key)));
    }
}

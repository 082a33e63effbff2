package io.cloakroom.session.dynamodb;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ExpiryEvents;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionLimit;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Keeps sessions in a DynamoDB table. {@link SessionTable} creates the table and checks a given one.
 *
 * <p>A session is one item, in which attributes of more than 64 KB have items of their own. So it may have up to
 * {@link DynamoDbSessionStoreBuilder#maxSessionSize}; beyond it {@link #create}, {@link #save} and {@link #changeId}
 * throw {@link SessionTooLargeException} and leave the stored session as it is. Nobody ever reads a session
 * half-written.
 *
 * <p>Round trips: {@link #load} one strongly consistent read, two if there are large attributes; {@link #create},
 * {@link #save} and {@link #delete} one conditional write; {@link #changeId} a read and a transaction; {@link #touch}
 * one write that nobody waits for. A save takes one more write when a concurrent request has reported a later access,
 * and a read and a write instead when it puts a large attribute or more than 100 attributes. New large attributes are
 * one more write, at most 10 MB each. Concurrent writes of the same session may make {@link #changeId} and such saves
 * begin again.
 *
 * <p>An operation with all its retries ends within {@link DynamoDbSessionStoreBuilder#timeout}. A write that succeeded
 * although its answer was lost is recognised when it is repeated.
 *
 * <p>The application needs {@code dynamodb:GetItem}, {@code dynamodb:BatchGetItem}, {@code dynamodb:PutItem},
 * {@code dynamodb:UpdateItem}, {@code dynamodb:BatchWriteItem} and {@code dynamodb:Query}.
 *
 * <p>Safe for use by many threads at once.
 */
public final class DynamoDbSessionStore implements SessionStore, SessionLimit, ExpiryEvents {

    private static final Duration WARM_UP_TIMEOUT = Duration.ofSeconds(10);

    private final DynamoDbClient client;
    private final boolean ownsClient;
    private final Timeouts timeouts;
    private final WriteBehind background;
    private final SessionReader reader;
    private final Creation creation;
    private final DeltaSave saves;
    private final RecordRewrite rewrite;
    private final Deletion deletion;
    private final Touches touches;
    private final SessionsOfPrincipal index;
    private final Reservation reservation;
    private final Companions companions;
    private final ExpirySubscriptions subscriptions;

    DynamoDbSessionStore(
            DynamoDbClient client, boolean ownsClient, DynamoDbSessionStoreBuilder settings, Timeouts timeouts) {
        this.client = client;
        this.ownsClient = ownsClient;
        this.timeouts = timeouts;
        InstantSource clock = settings.clock();
        TableCalls calls = new TableCalls(client, settings.table());
        background = new WriteBehind(timeouts);
        BatchCalls batches = new BatchCalls(client, settings.table(), calls);
        PartItems parts = new PartItems(batches, background, timeouts);
        Placement placement = new Placement(settings.maxSessionSize());
        reader = new SessionReader(calls, parts, clock);
        index = new SessionsOfPrincipal(calls, batches, background, timeouts, clock);
        companions = new Companions(clock);
        creation = new Creation(calls, parts, placement, companions);
        rewrite = new RecordRewrite(calls, reader, parts, placement, companions, clock);
        saves = new DeltaSave(calls, reader, parts, rewrite, placement, companions, clock);
        deletion = new Deletion(calls, parts, index, clock);
        reservation = new Reservation(calls, index, clock);
        subscriptions = new ExpirySubscriptions(
                new ExpirySweep(calls, batches, reader, deletion, timeouts, clock), settings.expiryCheckInterval());
        touches = new Touches(calls, background, timeouts, clock);
    }

    /**
     * Returns a store with all defaults. Does no I/O.
     *
     * @param client the client to use; stays open when the store is closed
     * @param table the name or ARN of the table
     * @return the store
     * @throws IllegalArgumentException if {@code table} is neither
     */
    public static DynamoDbSessionStore create(DynamoDbClient client, String table) {
        return builder(client).table(table).build();
    }

    /**
     * Returns a builder of a store that uses the application's client.
     *
     * @param client the client to use; stays open when the store is closed
     * @return a builder
     */
    public static DynamoDbSessionStoreBuilder builder(DynamoDbClient client) {
        return new DynamoDbSessionStoreBuilder(requireNonNull(client, "client"), null);
    }

    /**
     * Returns a builder of a store that opens a client itself and closes it. Its retries are made to fit into
     * {@link DynamoDbSessionStoreBuilder#timeout}, so that a short outage goes unnoticed and a long one is reported in
     * time.
     *
     * <p>It uses the JDK's {@link java.net.HttpURLConnection}, which keeps five idle connections to an address unless
     * the system property {@code http.maxConnections} says otherwise. Set that to the number of concurrent requests, or
     * hand in a client with a pooling HTTP client.
     *
     * @param region where the table is
     * @return a builder
     */
    public static DynamoDbSessionStoreBuilder builder(Region region) {
        return new DynamoDbSessionStoreBuilder(null, requireNonNull(region, "region"));
    }

    @Override
    public LoadOutcome load(StoreKey key) {
        return reader.load(requireNonNull(key, "key"), deadline());
    }

    /**
     * {@inheritDoc}
     *
     * @throws SessionTooLargeException if the session has more than {@link DynamoDbSessionStoreBuilder#maxSessionSize}
     */
    @Override
    public boolean create(StoreKey key, SessionRecord record) {
        return creation.create(requireNonNull(key, "key"), requireNonNull(record, "record"), deadline());
    }

    /**
     * {@inheritDoc}
     *
     * @throws SessionTooLargeException if the session would have more than
     *     {@link DynamoDbSessionStoreBuilder#maxSessionSize}
     */
    @Override
    public ChangeOutcome save(StoreKey key, SessionChanges changes) {
        return saves.save(requireNonNull(key, "key"), requireNonNull(changes, "changes"), deadline());
    }

    /**
     * {@inheritDoc}
     *
     * @throws SessionTooLargeException if the session would have more than
     *     {@link DynamoDbSessionStoreBuilder#maxSessionSize}
     * @throws SessionStoreException if there is something under {@code to}
     */
    @Override
    public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes) {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        return rewrite.changeId(from, to, requireNonNull(changes, "changes"), deadline());
    }

    @Override
    public ChangeOutcome delete(StoreKey key, long generation) {
        return deletion.delete(requireNonNull(key, "key"), generation, deadline());
    }

    @Override
    public void touch(StoreKey key, long generation, SessionAccess access) {
        touches.add(requireNonNull(key, "key"), generation, requireNonNull(access, "access"));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Takes a query and, if there are sessions, a read for each hundred of them, one more after recent changes of
     * their ids. A read unit for every 4 KB of each session's item.
     */
    @Override
    public List<OwnedSession> findByPrincipal(String principal) {
        return index.find(requireNonNull(principal, "principal"), deadline());
    }

    /**
     * {@inheritDoc}
     *
     * <p>Takes the round trips of {@link #findByPrincipal} and a transaction of two small items; again if another
     * reservation for the same user gets in between.
     *
     * @throws IllegalArgumentException if {@code max} is less than 1 or {@code lifetime} is not more than zero
     */
    @Override
    public boolean reserve(String principal, StoreKey key, int max, Duration lifetime) {
        requireNonNull(principal, "principal");
        requireNonNull(key, "key");
        if (max < 1) {
            throw new IllegalArgumentException("max must be 1 or more: " + max);
        }
        if (requireNonNull(lifetime, "lifetime").isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException("lifetime must be more than zero: " + lifetime);
        }
        return reservation.reserve(principal, key, max, lifetime, deadline());
    }

    /**
     * {@inheritDoc}
     *
     * <p>From the first subscription on, this store writes an entry with each session that it creates or moves, so
     * every instance that stores sessions has to listen. An expired session is told at the next look of an instance,
     * within {@link DynamoDbSessionStoreBuilder#expiryCheckInterval}. A look costs 8 read units at least; a session
     * costs 3 more write units when it is created, and some 3 units whenever its entry is due, which is at most once in
     * its idle timeout. If no instance listens for an hour after a session has expired, DynamoDB may delete it unheard.
     *
     * @throws IllegalStateException if the store is closed
     */
    @Override
    public Subscription onExpiry(ExpiryListener listener) {
        Subscription subscription = subscriptions.begin(requireNonNull(listener, "listener"));
        companions.tellExpiry();
        return subscription;
    }

    /**
     * Does what the first request would have to wait for, and may have no time for: loads the classes of the client,
     * gets credentials, connects, and reads a session that does not exist. One round trip, for which it takes up to ten
     * seconds whatever the time-out of the store. To be called at start-up, before the instance takes requests.
     *
     * @throws SessionStoreException if the table cannot be read; the message says what to create or grant
     * @throws io.cloakroom.session.store.SessionStoreUnavailableException if DynamoDB does not answer
     */
    public void warmUp() {
        StoreKey nobody = StoreKey.ofSessionId(UUID.randomUUID().toString());
        reader.load(nobody, new Deadline(new Timeouts(WARM_UP_TIMEOUT, WARM_UP_TIMEOUT)));
    }

    /**
     * Ends all subscriptions, and waits for writes that nobody else waits for, at most as long as one operation may
     * take.
     */
    @Override
    public void close() {
        subscriptions.close();
        background.close();
        if (ownsClient) {
            client.close();
        }
    }

    private Deadline deadline() {
        return new Deadline(timeouts);
    }
}

package io.cloakroom.session.dynamodb;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.dynamodb.WriteAnswer.Refused;
import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.StoreKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Keeps sessions in a DynamoDB table, one item each. {@link SessionTable} creates the table and checks a given one.
 *
 * <p>Round trips: {@link #load} one strongly consistent read; {@link #create}, {@link #save} and {@link #delete} one
 * conditional write; {@link #changeId} a read and a transaction; {@link #touch} one write that nobody waits for. A save
 * takes one more write when a concurrent request has reported a later access, and a read and a write instead when it
 * changes more than 100 attributes. Concurrent writes of the same session may make {@link #changeId} begin again.
 *
 * <p>An operation with all its retries ends within {@link Builder#timeout}. A write that succeeded although its answer
 * was lost is recognised when it is repeated.
 *
 * <p>A session may have 400 KB, names and metadata included; beyond it {@link #create}, {@link #save} and
 * {@link #changeId} throw {@link SessionTooLargeException} and leave the stored session as it is.
 *
 * <p>The application needs {@code dynamodb:GetItem}, {@code dynamodb:PutItem} and {@code dynamodb:UpdateItem}.
 *
 * <p>Safe for use by many threads at once.
 */
public final class DynamoDbSessionStore implements SessionStore {

    /** What a deletion reports: the session has no version any more. */
    private static final long NO_VERSION = 0;

    private final DynamoDbClient client;
    private final boolean ownsClient;
    private final Timeouts timeouts;
    private final InstantSource clock;
    private final TableCalls calls;
    private final RecordRewrite rewrite;
    private final DeltaSave saves;
    private final TouchQueue touches;

    private DynamoDbSessionStore(
            DynamoDbClient client, boolean ownsClient, String table, Timeouts timeouts, InstantSource clock) {
        this.client = client;
        this.ownsClient = ownsClient;
        this.timeouts = timeouts;
        this.clock = clock;
        calls = new TableCalls(client, table);
        rewrite = new RecordRewrite(calls, clock);
        saves = new DeltaSave(calls, rewrite, clock);
        touches = new TouchQueue(calls, timeouts, clock);
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
    public static Builder builder(DynamoDbClient client) {
        return new Builder(requireNonNull(client, "client"), null);
    }

    /**
     * Returns a builder of a store that opens a client itself and closes it. Its retries are made to fit into
     * {@link Builder#timeout}, so that a short outage goes unnoticed and a long one is reported in time.
     *
     * <p>It uses the JDK's {@link java.net.HttpURLConnection}, which keeps five idle connections to an address unless
     * the system property {@code http.maxConnections} says otherwise. Set that to the number of concurrent requests, or
     * hand in a client with a pooling HTTP client.
     *
     * @param region where the table is
     * @return a builder
     */
    public static Builder builder(Region region) {
        return new Builder(null, requireNonNull(region, "region"));
    }

    @Override
    public LoadOutcome load(StoreKey key) {
        requireNonNull(key, "key");
        StoredState state = ItemReader.stateOf(calls.get(key, deadline()), clock.instant());
        return state instanceof StoredState.Live live
                ? new LoadOutcome.Found(live.session())
                : new LoadOutcome.NotFound();
    }

    /**
     * {@inheritDoc}
     *
     * @throws SessionTooLargeException if the session has more than 400 KB
     */
    @Override
    public boolean create(StoreKey key, SessionRecord record) {
        requireNonNull(key, "key");
        requireNonNull(record, "record");
        WriteToken token = WriteToken.random();
        Map<String, AttributeValue> item = SessionItem.live(key, record, token);
        SizeLimit.check(item, record);
        try {
            return isWritten(calls.put(item, Expression.ifNoItem(), deadline()), token);
        } catch (RejectedRequestException e) {
            throw SizeLimit.explain(e, item, record);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws SessionTooLargeException if the session would have more than 400 KB
     */
    @Override
    public ChangeOutcome save(StoreKey key, SessionChanges changes) {
        return saves.save(requireNonNull(key, "key"), requireNonNull(changes, "changes"), deadline());
    }

    /**
     * {@inheritDoc}
     *
     * @throws SessionTooLargeException if the session would have more than 400 KB
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
        requireNonNull(key, "key");
        Instant now = clock.instant();
        WriteToken token = WriteToken.random();
        Map<String, AttributeValue> trace = SessionItem.deleted(key, generation, now, token);
        WriteAnswer answer = calls.put(trace, Expression.ifLive(generation, now), deadline());
        return isWritten(answer, token)
                ? new ChangeOutcome.Applied(NO_VERSION, generation)
                : ItemReader.stateOf(((Refused) answer).stored(), now)
                        .refusal(generation, Map.of())
                        .orElseGet(ChangeOutcome.Gone::new);
    }

    @Override
    public void touch(StoreKey key, long generation, SessionAccess access) {
        touches.add(requireNonNull(key, "key"), generation, requireNonNull(access, "access"));
    }

    /** Waits for touches that are under way, at most as long as one operation may take. */
    @Override
    public void close() {
        touches.close();
        if (ownsClient) {
            client.close();
        }
    }

    private Deadline deadline() {
        return new Deadline(timeouts);
    }

    private static boolean isWritten(WriteAnswer answer, WriteToken token) {
        return !(answer instanceof Refused refused) || token.marks(refused.stored());
    }

    /** Collects the settings of a store. Not safe for use by several threads. */
    public static final class Builder {

        private static final String DEFAULT_TABLE = "sessions";

        private static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(900);
        private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(10);
        private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);

        private final @Nullable DynamoDbClient client;
        private final @Nullable Region region;
        private @Nullable URI endpoint;
        private @Nullable AwsCredentialsProvider credentials;
        private @Nullable Duration attemptTimeout;
        private String table = DEFAULT_TABLE;
        private Duration timeout = DEFAULT_TIMEOUT;
        private InstantSource clock = InstantSource.system();

        private Builder(@Nullable DynamoDbClient client, @Nullable Region region) {
            this.client = client;
            this.region = region;
        }

        /**
         * Names the table.
         *
         * @param table its name, 3 to 255 letters, digits, {@code _}, {@code .} or {@code -}, or its ARN;
         *     {@code sessions} unless set
         * @return this builder
         * @throws IllegalArgumentException if {@code table} is neither
         */
        public Builder table(String table) {
            this.table = SessionTable.requireName(table);
            return this;
        }

        /**
         * Limits how long an operation may take with all its calls and their retries. It holds for a client of the
         * application, too.
         *
         * @param timeout the limit, 10 ms to 30 s; 900 ms unless set, which leaves the response some time of a second
         * @return this builder
         * @throws IllegalArgumentException if {@code timeout} is out of range
         */
        public Builder timeout(Duration timeout) {
            this.timeout = inRange("timeout", timeout);
            return this;
        }

        /**
         * Limits how long one attempt of one call may take before it is given up for another. It holds for a client of
         * the application, too.
         *
         * @param attemptTimeout the limit, 10 ms to 30 s and no longer than {@link #timeout}; half of it unless set
         * @return this builder
         * @throws IllegalArgumentException if {@code attemptTimeout} is out of range
         */
        public Builder attemptTimeout(Duration attemptTimeout) {
            this.attemptTimeout = inRange("attemptTimeout", attemptTimeout);
            return this;
        }

        /**
         * Sets the clock by which sessions expire.
         *
         * @param clock the clock; the system's unless set
         * @return this builder
         */
        public Builder clock(InstantSource clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Sets where the client that the store opens sends its requests.
         *
         * @param endpoint the address, such as that of a VPC endpoint; that of the region unless set
         * @return this builder
         */
        public Builder endpoint(URI endpoint) {
            this.endpoint = requireNonNull(endpoint, "endpoint");
            return this;
        }

        /**
         * Sets whose rights the client that the store opens has.
         *
         * @param credentials the provider of credentials; the default chain of the SDK unless set
         * @return this builder
         */
        public Builder credentials(AwsCredentialsProvider credentials) {
            this.credentials = requireNonNull(credentials, "credentials");
            return this;
        }

        /**
         * Returns the store. Does no I/O: neither table nor credentials are looked at before the first operation.
         *
         * @return a new store
         * @throws IllegalStateException if the attempt's time-out is longer than the whole one, or an endpoint or
         *     credentials are set for a client of the application
         */
        public DynamoDbSessionStore build() {
            Timeouts timeouts = new Timeouts(timeout, attemptTimeout == null ? timeout.dividedBy(2) : attemptTimeout);
            if (timeouts.attempt().compareTo(timeout) > 0) {
                throw new IllegalStateException(
                        "attemptTimeout must not be longer than timeout, " + timeout + ": " + attemptTimeout);
            }
            if (client == null) {
                DynamoDbClient own = OwnClient.open(requireNonNull(region, "region"), endpoint, credentials, timeouts);
                return new DynamoDbSessionStore(own, true, table, timeouts, clock);
            }
            if (endpoint != null || credentials != null) {
                throw new IllegalStateException("endpoint and credentials are settings of the client that was given");
            }
            return new DynamoDbSessionStore(client, false, table, timeouts, clock);
        }

        private static Duration inRange(String name, Duration duration) {
            requireNonNull(duration, name);
            if (duration.compareTo(SHORTEST_TIMEOUT) < 0 || duration.compareTo(LONGEST_TIMEOUT) > 0) {
                throw new IllegalArgumentException(
                        name + " must be " + SHORTEST_TIMEOUT + " to " + LONGEST_TIMEOUT + ": " + duration);
            }
            return duration;
        }
    }
}

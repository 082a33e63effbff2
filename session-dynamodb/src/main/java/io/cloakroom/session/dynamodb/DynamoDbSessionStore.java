package io.cloakroom.session.dynamodb;

import static java.util.Objects.requireNonNull;

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
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Keeps sessions in a DynamoDB table. {@link SessionTable} creates the table and checks a given one.
 *
 * <p>A session is one item, in which attributes of more than 64 KB have items of their own. So it may have up to
 * {@link Builder#maxSessionSize}; beyond it {@link #create}, {@link #save} and {@link #changeId} throw
 * {@link SessionTooLargeException} and leave the stored session as it is. Nobody ever reads a session half-written.
 *
 * <p>Round trips: {@link #load} one strongly consistent read, two if there are large attributes; {@link #create},
 * {@link #save} and {@link #delete} one conditional write; {@link #changeId} a read and a transaction; {@link #touch}
 * one write that nobody waits for. A save takes one more write when a concurrent request has reported a later access,
 * and a read and a write instead when it puts a large attribute or more than 100 attributes. New large attributes are
 * one more write, at most 10 MB each. Concurrent writes of the same session may make {@link #changeId} and such saves
 * begin again.
 *
 * <p>An operation with all its retries ends within {@link Builder#timeout}. A write that succeeded although its answer
 * was lost is recognised when it is repeated.
 *
 * <p>The application needs {@code dynamodb:GetItem}, {@code dynamodb:BatchGetItem}, {@code dynamodb:PutItem},
 * {@code dynamodb:UpdateItem} and {@code dynamodb:BatchWriteItem}.
 *
 * <p>Safe for use by many threads at once.
 */
public final class DynamoDbSessionStore implements SessionStore {

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

    private DynamoDbSessionStore(DynamoDbClient client, boolean ownsClient, Builder settings, Timeouts timeouts) {
        this.client = client;
        this.ownsClient = ownsClient;
        this.timeouts = timeouts;
        InstantSource clock = settings.clock;
        TableCalls calls = new TableCalls(client, settings.table);
        background = new WriteBehind(timeouts);
        PartItems parts = new PartItems(new BatchCalls(client, settings.table, calls), background, timeouts);
        Placement placement = new Placement(settings.maxSessionSize);
        reader = new SessionReader(calls, parts, clock);
        creation = new Creation(calls, parts, placement);
        rewrite = new RecordRewrite(calls, reader, parts, placement, clock);
        saves = new DeltaSave(calls, reader, parts, rewrite, placement, clock);
        deletion = new Deletion(calls, parts, clock);
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
        return reader.load(requireNonNull(key, "key"), deadline());
    }

    /**
     * {@inheritDoc}
     *
     * @throws SessionTooLargeException if the session has more than {@link Builder#maxSessionSize}
     */
    @Override
    public boolean create(StoreKey key, SessionRecord record) {
        return creation.create(requireNonNull(key, "key"), requireNonNull(record, "record"), deadline());
    }

    /**
     * {@inheritDoc}
     *
     * @throws SessionTooLargeException if the session would have more than {@link Builder#maxSessionSize}
     */
    @Override
    public ChangeOutcome save(StoreKey key, SessionChanges changes) {
        return saves.save(requireNonNull(key, "key"), requireNonNull(changes, "changes"), deadline());
    }

    /**
     * {@inheritDoc}
     *
     * @throws SessionTooLargeException if the session would have more than {@link Builder#maxSessionSize}
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

    /** Waits for writes that nobody else waits for, at most as long as one operation may take. */
    @Override
    public void close() {
        background.close();
        if (ownsClient) {
            client.close();
        }
    }

    private Deadline deadline() {
        return new Deadline(timeouts);
    }

    /** Collects the settings of a store. Not safe for use by several threads. */
    public static final class Builder {

        private static final String DEFAULT_TABLE = "sessions";

        private static final int DEFAULT_MAX_SESSION_SIZE = 5 * 1024 * 1024;
        private static final int LARGEST_MAX_SESSION_SIZE = 15 * 1024 * 1024;

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
        private int maxSessionSize = DEFAULT_MAX_SESSION_SIZE;

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
         * Limits how large a session may be.
         *
         * @param bytes the limit for all encoded values together, 409,600 (what one item takes) to 15,728,640 (what one
         *     read of the parts takes) bytes; 5,242,880 unless set, which is above what the session filter lets through
         *     unless told otherwise
         * @return this builder
         * @throws IllegalArgumentException if {@code bytes} is out of range
         */
        public Builder maxSessionSize(int bytes) {
            if (bytes < ItemSize.LIMIT || bytes > LARGEST_MAX_SESSION_SIZE) {
                throw new IllegalArgumentException("maxSessionSize must be " + ItemSize.LIMIT + " to "
                        + LARGEST_MAX_SESSION_SIZE + " bytes: " + bytes);
            }
            this.maxSessionSize = bytes;
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
                return new DynamoDbSessionStore(own, true, this, timeouts);
            }
            if (endpoint != null || credentials != null) {
                throw new IllegalStateException("endpoint and credentials are settings of the client that was given");
            }
            return new DynamoDbSessionStore(client, false, this, timeouts);
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

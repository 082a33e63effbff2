package io.cloakroom.session.dynamodb;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Collects the settings of a {@link DynamoDbSessionStore}, as {@link DynamoDbSessionStore#builder} begins. Not safe for
 * use by several threads.
 */
public final class DynamoDbSessionStoreBuilder {

    private static final String DEFAULT_TABLE = "sessions";

    private static final int DEFAULT_MAX_SESSION_SIZE = 5 * 1024 * 1024;
    private static final int LARGEST_MAX_SESSION_SIZE = 15 * 1024 * 1024;

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(450);
    private static final Duration SHORTEST_CHECK_INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST_CHECK_INTERVAL = Duration.ofMinutes(10);

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
    private Duration expiryCheckInterval = Duration.ofSeconds(30);

    DynamoDbSessionStoreBuilder(@Nullable DynamoDbClient client, @Nullable Region region) {
        this.client = client;
        this.region = region;
    }

    /**
     * Names the table.
     *
     * @param table its name, 3 to 255 letters, digits, {@code _}, {@code .} or {@code -}, or its ARN; {@code sessions}
     *     unless set
     * @return this builder
     * @throws IllegalArgumentException if {@code table} is neither
     */
    public DynamoDbSessionStoreBuilder table(String table) {
        this.table = SessionTable.requireName(table);
        return this;
    }

    /**
     * Limits how long an operation may take with all its calls and their retries. It holds for a client of the
     * application, too.
     *
     * @param timeout the limit, 10 ms to 30 s; 450 ms unless set, so that the session filter, which has a second, can
     *     try a second time
     * @return this builder
     * @throws IllegalArgumentException if {@code timeout} is out of range
     */
    public DynamoDbSessionStoreBuilder timeout(Duration timeout) {
        this.timeout = inRange("timeout", timeout, SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
        return this;
    }

    /**
     * Limits how long one attempt of one call may take before it is given up for another. It holds for a client of the
     * application, too.
     *
     * @param attemptTimeout the limit, 10 ms to 30 s and no longer than {@link #timeout}; half of it unless set
     * @return this builder
     * @throws IllegalArgumentException if {@code attemptTimeout} is out of range
     */
    public DynamoDbSessionStoreBuilder attemptTimeout(Duration attemptTimeout) {
        this.attemptTimeout = inRange("attemptTimeout", attemptTimeout, SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
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
    public DynamoDbSessionStoreBuilder maxSessionSize(int bytes) {
        if (bytes < ItemSize.LIMIT || bytes > LARGEST_MAX_SESSION_SIZE) {
            throw new IllegalArgumentException("maxSessionSize must be " + ItemSize.LIMIT + " to "
                    + LARGEST_MAX_SESSION_SIZE + " bytes: " + bytes);
        }
        this.maxSessionSize = bytes;
        return this;
    }

    /**
     * Sets how often each listener to {@linkplain DynamoDbSessionStore#onExpiry expired sessions} looks for them. It
     * looks by itself, whatever other instances do, so that many instances hear sooner and pay more.
     *
     * @param interval the time from the end of a look to the next one, 100 ms to 10 min; 30 s unless set
     * @return this builder
     * @throws IllegalArgumentException if {@code interval} is out of range
     */
    public DynamoDbSessionStoreBuilder expiryCheckInterval(Duration interval) {
        this.expiryCheckInterval =
                inRange("expiryCheckInterval", interval, SHORTEST_CHECK_INTERVAL, LONGEST_CHECK_INTERVAL);
        return this;
    }

    /**
     * Sets the clock by which sessions expire.
     *
     * @param clock the clock; the system's unless set
     * @return this builder
     */
    public DynamoDbSessionStoreBuilder clock(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Sets where the client that the store opens sends its requests.
     *
     * @param endpoint the address, such as that of a VPC endpoint; that of the region unless set
     * @return this builder
     */
    public DynamoDbSessionStoreBuilder endpoint(URI endpoint) {
        this.endpoint = requireNonNull(endpoint, "endpoint");
        return this;
    }

    /**
     * Sets whose rights the client that the store opens has.
     *
     * @param credentials the provider of credentials; the default chain of the SDK unless set
     * @return this builder
     */
    public DynamoDbSessionStoreBuilder credentials(AwsCredentialsProvider credentials) {
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

    private static Duration inRange(String name, Duration duration, Duration shortest, Duration longest) {
        requireNonNull(duration, name);
        if (duration.compareTo(shortest) < 0 || duration.compareTo(longest) > 0) {
            throw new IllegalArgumentException(name + " must be " + shortest + " to " + longest + ": " + duration);
        }
        return duration;
    }

    String table() {
        return table;
    }

    InstantSource clock() {
        return clock;
    }

    int maxSessionSize() {
        return maxSessionSize;
    }

    Duration expiryCheckInterval() {
        return expiryCheckInterval;
    }
}

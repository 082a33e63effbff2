package io.cloakroom.session.dynamodb;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.store.SessionStoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/**
 * The table that {@link DynamoDbSessionStore} needs: string keys {@code pk} (partition) and {@code sk} (sort), time to
 * live by the attribute {@code ttl}. Nothing of this belongs on a request path: each method is several round trips, and
 * {@link #create} may wait for two minutes. Safe for use by many threads at once.
 */
public final class SessionTable {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{3,255}|arn:[A-Za-z0-9_.:/-]{1,1020}");

    private static final Duration CREATION_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final DynamoDbClient client;
    private final String name;
    private final boolean deletionProtection;
    private final Map<String, String> tags;
    private final ErrorTranslation errors;

    private SessionTable(Builder settings) {
        client = settings.client;
        name = settings.name;
        deletionProtection = settings.deletionProtection;
        tags = Map.copyOf(settings.tags);
        errors = new ErrorTranslation(client, name);
    }

    /**
     * Names a table that may or may not exist. Does no I/O.
     *
     * @param client the client to use; stays open
     * @param name the table's name, or for a check its ARN
     * @return the table
     * @throws IllegalArgumentException if {@code name} is neither
     */
    public static SessionTable of(DynamoDbClient client, String name) {
        return builder(client, name).build();
    }

    /**
     * Names a table that may or may not exist, to say more about how to create it.
     *
     * @param client the client to use; stays open
     * @param name the table's name, or for a check its ARN
     * @return a builder
     * @throws IllegalArgumentException if {@code name} is neither
     */
    public static Builder builder(DynamoDbClient client, String name) {
        return new Builder(requireNonNull(client, "client"), requireName(name));
    }

    static String requireName(String table) {
        if (!NAME.matcher(requireNonNull(table, "table")).matches()) {
            throw new IllegalArgumentException(
                    "table must be an ARN or 3 to 255 letters, digits, '_', '.' or '-': " + table);
        }
        return table;
    }

    /**
     * Creates the table, billed on demand, unless it exists; waits until it is usable, at most two minutes; lets items
     * expire by {@code ttl} unless that is so already; and {@linkplain #check() checks} the result. Any number of
     * instances may do so at once. Needs {@code dynamodb:CreateTable} and {@code dynamodb:UpdateTimeToLive} besides
     * what a check needs, and {@code dynamodb:TagResource} for tags.
     *
     * @throws SessionStoreException if the table exists and is not as it has to be, or something is not allowed
     * @throws io.cloakroom.session.store.SessionStoreUnavailableException if DynamoDB does not answer or the table is
     *     not usable in time
     */
    public void create() {
        if (description().isEmpty()) {
            createTable();
        }
        waitUntilActive();
        if (!TableCheck.expires(timeToLive())) {
            enableTimeToLive();
        }
        check();
    }

    /**
     * Checks that the table is as the store needs it. Needs {@code dynamodb:DescribeTable} and
     * {@code dynamodb:DescribeTimeToLive}.
     *
     * @throws SessionStoreException if it is not; the message says what is wrong and how to mend it
     * @throws io.cloakroom.session.store.SessionStoreUnavailableException if DynamoDB does not answer
     */
    public void check() {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new SessionStoreException(
                    "The table '" + name + "' cannot keep sessions: " + String.join("; ", problems), null);
        }
    }

    /**
     * Returns what is wrong with the table, for a health page or a log. Needs what {@link #check} needs.
     *
     * @return a sentence for each problem; empty if the store can use the table
     * @throws SessionStoreException if something is not allowed
     * @throws io.cloakroom.session.store.SessionStoreUnavailableException if DynamoDB does not answer
     */
    public List<String> problems() {
        return description()
                .map(table -> TableCheck.problems(table, timeToLive(), deletionProtection))
                .orElseGet(() -> List.of("it does not exist in the account and region of the client; create it with"
                        + " SessionTable.of(client, \"" + name + "\").create()"));
    }

    /**
     * Returns what DynamoDB says of the table, for a health page or a log. Needs what {@link #check} needs.
     *
     * @return the facts, or empty if there is no such table
     * @throws SessionStoreException if something is not allowed
     * @throws io.cloakroom.session.store.SessionStoreUnavailableException if DynamoDB does not answer
     */
    public Optional<Facts> describe() {
        return description().map(table -> TableCheck.facts(table, timeToLive()));
    }

    private Optional<TableDescription> description() {
        return call("DescribeTable", () -> {
            try {
                return Optional.of(
                        client.describeTable(request -> request.tableName(name)).table());
            } catch (ResourceNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private TimeToLiveDescription timeToLive() {
        return call(
                "DescribeTimeToLive",
                () -> client.describeTimeToLive(request -> request.tableName(name))
                        .timeToLiveDescription());
    }

    private void createTable() {
        call("CreateTable", () -> {
            try {
                return client.createTable(request -> request.tableName(name)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .deletionProtectionEnabled(deletionProtection)
                        .tags(tags())
                        .attributeDefinitions(text(SessionItem.PARTITION_KEY), text(SessionItem.SORT_KEY))
                        .keySchema(
                                key(SessionItem.PARTITION_KEY, KeyType.HASH),
                                key(SessionItem.SORT_KEY, KeyType.RANGE)));
            } catch (ResourceInUseException e) {
                // another instance was faster
                return null;
            }
        });
    }

    private void waitUntilActive() {
        call("DescribeTable", () -> {
            try (DynamoDbWaiter waiter = client.waiter()) {
                return waiter.waitUntilTableExists(
                        request -> request.tableName(name),
                        wait -> wait.waitTimeout(CREATION_TIMEOUT)
                                .maxAttempts((int) CREATION_TIMEOUT.dividedBy(POLL_INTERVAL))
                                .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(POLL_INTERVAL)));
            }
        });
    }

    private void enableTimeToLive() {
        call("UpdateTimeToLive", () -> {
            try {
                return client.updateTimeToLive(request -> request.tableName(name)
                        .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(SessionItem.TTL)));
            } catch (DynamoDbException e) {
                if (TableCheck.expires(timeToLive())) {
                    // another instance was faster
                    return null;
                }
                throw e;
            }
        });
    }

    private <T extends @Nullable Object> T call(String action, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw errors.translate(action, e);
        }
    }

    private List<Tag> tags() {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static AttributeDefinition text(String field) {
        return AttributeDefinition.builder()
                .attributeName(field)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String field, KeyType type) {
        return KeySchemaElement.builder().attributeName(field).keyType(type).build();
    }

    /**
     * What DynamoDB says of a table.
     *
     * @param arn its Amazon Resource Name, for policies
     * @param status such as {@code ACTIVE}
     * @param onDemand whether it is billed by request; if not, requests beyond what was bought are throttled
     * @param deletionProtection whether it has to be unprotected before it can be deleted
     * @param timeToLive the attribute by which items expire, empty if none do
     * @param items how many items it has: sessions, their parts and index entries; some hours old
     * @param bytes how many bytes they take; some hours old
     */
    public record Facts(
            String arn,
            String status,
            boolean onDemand,
            boolean deletionProtection,
            String timeToLive,
            long items,
            long bytes) {}

    /** Collects how to create a table. Not safe for use by several threads. */
    public static final class Builder {

        private static final int MOST_TAGS = 50;
        private static final int LONGEST_TAG_KEY = 128;
        private static final int LONGEST_TAG_VALUE = 256;

        private final DynamoDbClient client;
        private final String name;
        private final Map<String, String> tags = new HashMap<>();
        private boolean deletionProtection;

        private Builder(DynamoDbClient client, String name) {
            this.client = client;
            this.name = name;
        }

        /**
         * Has the table created so that it must be unprotected before anybody can delete it. A check then asks for the
         * protection, too.
         *
         * @param protection whether to protect it; {@code false} unless set
         * @return this builder
         */
        public Builder deletionProtection(boolean protection) {
            this.deletionProtection = protection;
            return this;
        }

        /**
         * Has the table created with a tag, for cost reports and policies. A table that exists keeps the tags it has.
         *
         * @param key 1 to 128 characters, not beginning with {@code aws:}; at most 50 of them
         * @param value up to 256 characters
         * @return this builder
         * @throws IllegalArgumentException if a length is out of range, the key is reserved, or there are too many tags
         */
        public Builder tag(String key, String value) {
            requireNonNull(key, "key");
            requireNonNull(value, "value");
            if (key.isEmpty() || key.length() > LONGEST_TAG_KEY || key.startsWith("aws:")) {
                throw new IllegalArgumentException(
                        "tag key must have 1 to 128 characters and not begin with 'aws:': " + key);
            }
            if (value.length() > LONGEST_TAG_VALUE) {
                throw new IllegalArgumentException("tag value must have up to 256 characters: " + value.length());
            }
            tags.put(key, value);
            if (tags.size() > MOST_TAGS) {
                throw new IllegalArgumentException("tags must be up to 50: " + tags.size());
            }
            return this;
        }

        /**
         * Returns the table. Does no I/O.
         *
         * @return the table, which may or may not exist
         */
        public SessionTable build() {
            return new SessionTable(this);
        }
    }
}

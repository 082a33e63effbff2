package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.tuple;
import static software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType.N;
import static software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType.S;

import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.Tag;

@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class SessionTableTest {

    private static final int INSTANCES = 4;

    private final DynamoDbClient client = LocalDynamoDb.client();
    private final String name = "table-" + UUID.randomUUID();
    private final SessionTable table = SessionTable.of(client, name);

    @AfterEach
    void deleteTable() {
        if (client.listTables().tableNames().contains(name)) {
            client.updateTable(request -> request.tableName(name).deletionProtectionEnabled(false));
            client.deleteTable(request -> request.tableName(name));
        }
        client.close();
    }

    @Test
    void create_missing_makesAnOnDemandTableWithExpiry() {
        table.create();

        assertThat(table.problems()).isEmpty();
        TableDescription description =
                client.describeTable(request -> request.tableName(name)).table();
        assertThat(description.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
        assertThat(client.describeTimeToLive(request -> request.tableName(name))
                        .timeToLiveDescription()
                        .attributeName())
                .isEqualTo("ttl");
    }

    @Test
    void create_protected_cannotBeDeleted() {
        SessionTable wanted =
                SessionTable.builder(client, name).deletionProtection(true).build();

        wanted.create();

        assertThat(wanted.problems()).isEmpty();
        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(() -> client.deleteTable(request -> request.tableName(name)));
    }

    /** DynamoDB Local takes tags and forgets them. */
    @Test
    void create_tagged_sendsTheTags() {
        List<Tag> sent = new CopyOnWriteArrayList<>();
        ExecutionInterceptor recorder = new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                if (context.request() instanceof CreateTableRequest creation) {
                    sent.addAll(creation.tags());
                }
            }
        };
        try (DynamoDbClient recorded = LocalDynamoDb.clientBuilder(
                        DynamoDbLocal.shared().endpoint(), UrlConnectionHttpClient.create())
                .overrideConfiguration(config -> config.addExecutionInterceptor(recorder))
                .build()) {
            SessionTable.builder(recorded, name)
                    .tag("team", "shop")
                    .tag("empty", "")
                    .build()
                    .create();
        }

        assertThat(sent)
                .extracting(Tag::key, Tag::value)
                .containsExactlyInAnyOrder(tuple("team", "shop"), tuple("empty", ""));
    }

    @Test
    void describe_missing_isEmpty() {
        assertThat(table.describe()).isEmpty();
    }

    @Test
    void describe_existing_hasTheFacts() {
        table.create();

        SessionTable.Facts facts = table.describe().orElseThrow();

        assertThat(facts.arn()).startsWith("arn:aws:dynamodb:").endsWith(":table/" + name);
        assertThat(facts).isEqualTo(new SessionTable.Facts(facts.arn(), "ACTIVE", true, false, "ttl", 0, 0));
    }

    @Test
    void describe_withoutExpiry_saysSo() {
        createTable("pk", S, "sk", S);

        assertThat(table.describe().orElseThrow().timeToLive()).isEmpty();
    }

    @Test
    void check_unprotected_isAProblemIfProtectionIsWanted() {
        table.create();

        assertThat(SessionTable.builder(client, name)
                        .deletionProtection(true)
                        .build()
                        .problems())
                .containsExactly("its deletion protection is off; switch it on with UpdateTable");
    }

    @Test
    void tag_outOfRange_isRefused() {
        SessionTable.Builder builder = SessionTable.builder(client, name);

        for (String key : List.of("", "aws:x", "k".repeat(129))) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> builder.tag(key, "value"))
                    .withMessage("tag key must have 1 to 128 characters and not begin with 'aws:': " + key);
        }
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> builder.tag("key", "v".repeat(257)))
                .withMessage("tag value must have up to 256 characters: 257");
        for (int i = 0; i < 50; i++) {
            builder.tag("key-" + i, "");
        }
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> builder.tag("another", ""))
                .withMessage("tags must be up to 50: 51");
    }

    @Test
    void create_existing_changesNothing() {
        table.create();

        assertThatNoException().isThrownBy(table::create);
    }

    @Test
    void create_byManyInstancesAtOnce_succeedsForEach() throws Exception {
        ExecutorService instances = Executors.newFixedThreadPool(INSTANCES);
        try {
            Callable<List<String>> creation = () -> {
                SessionTable.of(client, name).create();
                return table.problems();
            };
            for (Future<List<String>> result : instances.invokeAll(Collections.nCopies(INSTANCES, creation))) {
                assertThat(result.get()).isEmpty();
            }
        } finally {
            instances.shutdownNow();
        }
    }

    @Test
    void create_existingWithoutExpiry_enablesIt() {
        createTable("pk", S, "sk", S);

        table.create();

        assertThat(table.problems()).isEmpty();
    }

    @Test
    void check_missing_saysHowToCreateIt() {
        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(table::check)
                .withMessageStartingWith("The table '" + name + "' cannot keep sessions: it does not exist")
                .withMessageContaining("SessionTable.of(client, \"" + name + "\").create()");
    }

    @Test
    void check_otherKeysAndNoExpiry_saysBoth() {
        createTable("id", S, "sk", N);

        assertThat(table.problems())
                .containsExactly(
                        "its key is id (S, HASH), sk (N, RANGE) but must be pk (S, HASH), sk (S, RANGE);"
                                + " a key cannot be changed, so use a table of its own for sessions",
                        "time to live is DISABLED, so that expired sessions stay for ever;"
                                + " enable it for the attribute 'ttl'");
        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(table::create)
                .withMessageContaining("its key is id (S, HASH)");
    }

    @Test
    void check_expiryByAnotherAttribute_saysWhich() {
        createTable("pk", S, "sk", S);
        client.updateTimeToLive(request -> request.tableName(name)
                .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName("expires")));

        assertThat(table.problems())
                .containsExactly("time to live goes by the attribute 'expires' but must go by 'ttl';"
                        + " disable it and enable it for that one");
    }

    @Test
    void load_tableMissing_saysHowToCreateIt() {
        try (DynamoDbSessionStore store = store()) {
            assertThatExceptionOfType(SessionStoreException.class)
                    .isThrownBy(() -> store.load(newKey()))
                    .isNotInstanceOf(SessionStoreUnavailableException.class)
                    .withMessageContaining("There is no session table '" + name + "'")
                    .withMessageContaining("SessionTable.of(client, \"" + name + "\").create()");
        }
    }

    @Test
    void load_otherKeys_pointsToTheCheck() {
        createTable("id", S, "sk", S);
        try (DynamoDbSessionStore store = store()) {
            assertThatExceptionOfType(SessionStoreException.class)
                    .isThrownBy(() -> store.load(newKey()))
                    .isNotInstanceOf(SessionStoreUnavailableException.class)
                    .withMessageContaining("SessionTable.of(client, \"" + name + "\").check()");
        }
    }

    private DynamoDbSessionStore store() {
        return DynamoDbSessionStore.builder(client)
                .table(name)
                .timeout(LocalDynamoDb.PATIENT)
                .build();
    }

    private void createTable(
            String partitionKey, ScalarAttributeType partitionType, String sortKey, ScalarAttributeType sortType) {
        client.createTable(request -> request.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(field(partitionKey, partitionType), field(sortKey, sortType))
                .keySchema(key(partitionKey, KeyType.HASH), key(sortKey, KeyType.RANGE)));
    }

    private static AttributeDefinition field(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}

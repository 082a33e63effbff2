package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Eventually.eventually;
import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static io.cloakroom.session.dynamodb.Sessions.random;
import static io.cloakroom.session.dynamodb.Sessions.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ExpiryEvents.Subscription;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The policies that the manual prints grant what is called, and nothing else. */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class IamPolicyTest {

    private static final Path MANUAL = Path.of("..", "docs", "session-dynamodb.md");
    private static final Pattern ACTION = Pattern.compile("\"dynamodb:(\\w+)\"");

    private final String name = "policy-" + UUID.randomUUID();
    private final RecordedCalls calls = new RecordedCalls();
    private final DynamoDbClient client = LocalDynamoDb.clientBuilder(
                    DynamoDbLocal.shared().endpoint(), UrlConnectionHttpClient.create())
            .overrideConfiguration(config -> config.addExecutionInterceptor(calls))
            .build();
    private final SessionTable table =
            SessionTable.builder(client, name).tag("team", "shop").build();
    private final ManualClock clock = ManualClock.startingNow();
    private final Sessions sessions = new Sessions(clock);

    @AfterEach
    void deleteTable() {
        client.deleteTable(request -> request.tableName(name));
        client.close();
    }

    @Test
    void storePolicy_isWhatTheStoreCalls() throws IOException {
        table.create();
        calls.clear();
        try (DynamoDbSessionStore store = DynamoDbSessionStore.builder(client)
                .table(name)
                .clock(clock)
                .timeout(LocalDynamoDb.PATIENT)
                .expiryCheckInterval(Duration.ofMillis(100))
                .build()) {
            useAllOf(store);
        }

        Set<String> called = calls.permissions();

        assertThat(called).isEqualTo(policy("store"));
        assertThat(called).isEqualTo(Set.copyOf(ErrorTranslation.STORE_ACTIONS));
    }

    @Test
    void tablePolicy_isWhatTheTableCalls() throws IOException {
        table.create();

        Set<String> created = new TreeSet<>(calls.permissions());
        created.add("TagResource");
        assertThat(created).isEqualTo(policy("create"));

        calls.clear();
        table.check();
        assertThat(table.describe()).isPresent();

        assertThat(calls.permissions()).isEqualTo(policy("check"));
    }

    private void useAllOf(DynamoDbSessionStore store) {
        AtomicBoolean told = new AtomicBoolean();
        StoreKey key = sessions.created(store);
        store.load(key);
        store.save(key, sessions.put("photo", random(100_000), AttributeChange.ABSENT));
        store.load(key);
        store.save(key, sessions.put("cart", value("hat"), AttributeChange.ANY));
        store.save(key, sessions.put("photo", random(100_000), AttributeChange.ANY));
        store.touch(key, 1, sessions.access());
        StoreKey next = newKey();
        store.reserve("alice", next, 1, Duration.ofMinutes(1));
        SessionOwner owner = new SessionOwner("alice", clock.instant(), "");
        store.changeId(key, next, new SessionChanges(1, sessions.access(), Map.of(), null, owner));
        assertThat(store.findByPrincipal("alice")).hasSize(1);
        store.delete(next, 2);
        try (Subscription subscription = store.onExpiry((expired, last) -> told.set(true))) {
            assertThat(subscription).isNotNull();
            sessions.created(store);
            clock.advance(Sessions.LIFE);
            eventually("told", told::get);
        }
    }

    /** Returns the actions of the block that follows a heading of the manual. */
    private static Set<String> policy(String heading) throws IOException {
        String manual = Files.readString(MANUAL);
        String marker = "<!-- policy: " + heading + " -->";
        assertThat(manual).contains(marker);
        String block = manual.substring(manual.indexOf(marker)).split("```", 3)[1];
        Matcher actions = ACTION.matcher(block);
        return actions.results().map(action -> action.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}

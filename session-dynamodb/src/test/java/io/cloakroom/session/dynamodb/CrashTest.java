package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Sessions.attribute;
import static io.cloakroom.session.dynamodb.Sessions.loaded;
import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static io.cloakroom.session.dynamodb.Sessions.random;
import static io.cloakroom.session.dynamodb.Sessions.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * An instance that dies in the middle of an operation of several calls: from a certain call on none reaches the server,
 * that one included or not. Whatever the moment, others see the session as it was or as it was to be.
 */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class CrashTest {

    private static final int LARGE = 450_000;

    private final ManualClock clock = ManualClock.startingNow();
    private final Sessions sessions = new Sessions(clock);
    private final FaultyHttp http = new FaultyHttp();
    private final DynamoDbClient client =
            LocalDynamoDb.withoutRetries(DynamoDbLocal.shared().endpoint(), http);
    private final DynamoDbSessionStore dying = DynamoDbSessionStore.builder(client)
            .table(LocalDynamoDb.TABLE)
            .clock(clock)
            .timeout(Duration.ofSeconds(10))
            .build();
    private final DynamoDbSessionStore survivor =
            LocalDynamoDb.storeBuilder(clock).timeout(LocalDynamoDb.PATIENT).build();

    @BeforeAll
    static void createTable() {
        LocalDynamoDb.createTable();
    }

    @AfterEach
    void close() {
        dying.close();
        survivor.close();
        client.close();
        http.close();
    }

    /** Calls of a creation: parts, item. */
    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "2, false", "2, true"})
    void create_instanceDies_isThereWholeOrNot(int fatalCall, boolean arrives) {
        StoreKey key = newKey();
        SessionRecord session = sessions.session(Map.of("photo", random(LARGE), "cart", value("shoes")));
        dieAt(fatalCall, arrives);

        assertThatExceptionOfType(SessionStoreUnavailableException.class).isThrownBy(() -> dying.create(key, session));

        LoadOutcome seen = survivor.load(key);
        assertThat(seen).isEqualTo(fatalCall == 2 && arrives ? new Found(session) : new NotFound());
    }

    /** Calls of a save: read, parts, item. */
    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "2, false", "2, true", "3, false", "3, true"})
    void save_instanceDies_isOldOrNew(int fatalCall, boolean arrives) {
        StoreKey key = stored();
        SessionRecord before = loaded(survivor, key);
        EncodedValue photo = random(LARGE);
        dieAt(fatalCall, arrives);

        assertThatExceptionOfType(SessionStoreUnavailableException.class)
                .isThrownBy(() -> dying.save(key, photoAndCart(photo)));

        SessionRecord after = loaded(survivor, key);
        if (fatalCall == 3 && arrives) {
            assertThat(attribute(after, "photo").value()).isEqualTo(photo);
            assertThat(attribute(after, "cart").value()).isEqualTo(value("hat"));
        } else {
            assertThat(after).isEqualTo(before);
        }
        assertThat(survivor.save(key, photoAndCart(random(LARGE)))).isNotNull();
    }

    /** Calls: read, transaction. */
    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "2, false", "2, true"})
    void changeId_instanceDies_isUnderOneKey(int fatalCall, boolean arrives) {
        StoreKey from = stored();
        StoreKey to = newKey();
        SessionRecord before = loaded(survivor, from);
        dieAt(fatalCall, arrives);

        assertThatExceptionOfType(SessionStoreUnavailableException.class)
                .isThrownBy(() -> dying.changeId(from, to, sessions.changes(Map.of())));

        boolean moved = fatalCall == 2 && arrives;
        assertThat(survivor.load(moved ? from : to)).isEqualTo(new NotFound());
        assertThat(loaded(survivor, moved ? to : from).attributes()).isEqualTo(before.attributes());
    }

    /** The parts of the old value are deleted behind the request's back: the fourth call. */
    @ParameterizedTest
    @CsvSource({"4, false", "4, true"})
    void save_instanceDiesBeforeItHasTidiedUp_isSaved(int fatalCall, boolean arrives) {
        StoreKey key = stored();
        EncodedValue photo = random(LARGE);
        dieAt(fatalCall, arrives);

        dying.save(key, photoAndCart(photo));
        dying.close();

        assertThat(attribute(loaded(survivor, key), "photo").value()).isEqualTo(photo);
    }

    private StoreKey stored() {
        StoreKey key = newKey();
        survivor.create(key, sessions.session(Map.of("photo", random(LARGE), "cart", value("shoes"))));
        return key;
    }

    private SessionChanges photoAndCart(EncodedValue photo) {
        return sessions.changes(Map.of(
                "photo", new AttributeChange.Put(photo, AttributeChange.ANY),
                "cart", new AttributeChange.Put(value("hat"), AttributeChange.ANY)));
    }

    private void dieAt(int fatalCall, boolean arrives) {
        AtomicInteger calls = new AtomicInteger();
        http.always(call -> {
            int number = calls.incrementAndGet();
            if (number < fatalCall) {
                return call.call();
            }
            if (number == fatalCall && arrives) {
                call.call();
            }
            throw new IOException("the instance is dead");
        });
    }
}

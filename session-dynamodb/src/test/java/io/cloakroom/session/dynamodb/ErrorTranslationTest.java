package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Errors that DynamoDB Local cannot be made to answer with are put into its mouth; the SDK reads them as usual. */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class ErrorTranslationTest {

    private final FaultyHttp http = new FaultyHttp();
    private final Sessions sessions = new Sessions(ManualClock.startingNow());
    private final DynamoDbClient client =
            LocalDynamoDb.clientBuilder(DynamoDbLocal.shared().endpoint(), http).build();
    private final DynamoDbSessionStore store = DynamoDbSessionStore.create(client, LocalDynamoDb.TABLE);
    private final DynamoDbSessionStore patient = DynamoDbSessionStore.builder(client)
            .table(LocalDynamoDb.TABLE)
            .timeout(LocalDynamoDb.PATIENT)
            .build();

    @BeforeAll
    static void createTable() {
        LocalDynamoDb.createTable();
    }

    @AfterEach
    void close() {
        store.close();
        patient.close();
        client.close();
        http.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, ProvisionedThroughputExceededException",
        "400, ThrottlingException",
        "400, RequestLimitExceeded",
        "400, ReplicatedWriteConflictException",
        "500, InternalServerError",
        "503, ServiceUnavailable",
    })
    void load_overloaded_isUnavailable(int status, String code) {
        http.always(FaultyHttp.error(status, code));

        SessionStoreException e = failureOf(() -> store.load(newKey()));

        assertThat(e).isInstanceOf(SessionStoreUnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDeniedException, Access denied to dynamodb:UpdateItem on the session table 'sessions'. Grant it",
        "UnrecognizedClientException, DynamoDB refuses the credentials (UnrecognizedClientException). Renew them",
        "ExpiredTokenException, DynamoDB refuses the credentials (ExpiredTokenException). Renew them",
        "ResourceNotFoundException, There is no session table 'sessions' in eu-west-1",
        "SubscriptionRequiredException, UpdateItem on the session table 'sessions' failed: DynamoDB answered 400 Sub",
    })
    void save_setUpWrongly_saysWhatToDo(String code, String beginning) {
        StoreKey key = newKey();
        http.always(FaultyHttp.error(400, code));

        SessionStoreException e = failureOf(() -> patient.save(key, sessions.changes(Map.of())));

        assertThat(e).isNotInstanceOf(SessionStoreUnavailableException.class);
        assertThat(e.getMessage()).startsWith(beginning).doesNotContain(key.value());
    }

    @Test
    void load_noCredentials_isUnavailableAndSaysSo() {
        try (DynamoDbSessionStore anonymous = LocalDynamoDb.storeBuilder(ManualClock.startingNow())
                .credentials(SystemPropertyCredentialsProvider.create())
                .timeout(LocalDynamoDb.PATIENT)
                .build()) {
            SessionStoreException e = failureOf(() -> anonymous.load(newKey()));

            assertThat(e).isInstanceOf(SessionStoreUnavailableException.class);
            assertThat(e.getMessage()).contains("the client finds no credentials");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TransactionConflictException", "TransactionInProgressException"})
    void save_transactionInTheWayForAMoment_isRepeated(String code) {
        StoreKey key = sessions.created(patient);
        http.next(FaultyHttp.error(400, code));

        patient.save(key, sessions.changes(Map.of()));

        assertThat(Sessions.loaded(patient, key).metadata().version()).isEqualTo(2);
    }

    @Test
    void save_transactionsInTheWayAllTheTime_isUnavailable() {
        http.always(FaultyHttp.error(400, "TransactionConflictException"));

        SessionStoreException e = failureOf(() -> store.save(newKey(), sessions.changes(Map.of())));

        assertThat(e).isInstanceOf(SessionStoreUnavailableException.class);
    }

    @Test
    void changeId_transactionThrottled_isUnavailable() {
        StoreKey key = sessions.created(patient);
        http.next(call -> call.call());
        http.always(FaultyHttp.cancelled("ThrottlingError"));

        SessionStoreException e = failureOf(() -> patient.changeId(key, newKey(), sessions.changes(Map.of())));

        assertThat(e).isInstanceOf(SessionStoreUnavailableException.class);
        assertThat(e.getMessage()).contains("ThrottlingError");
    }

    private static SessionStoreException failureOf(Runnable operation) {
        return catchThrowableOfType(SessionStoreException.class, operation::run);
    }
}

package io.cloakroom.session.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

final class DynamoDbSessionStoreBuilderTest {

    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    private final DynamoDbClient client = LocalDynamoDb.clientBuilder(NOBODY, UrlConnectionHttpClient.create())
            .build();

    @AfterEach
    void close() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "two words", "a/b", "größe"})
    void table_noName_isRefused(String table) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> DynamoDbSessionStore.create(client, table))
                .withMessage("table must be an ARN or 3 to 255 letters, digits, '_', '.' or '-': " + table);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "Shop_1.sessions-eu", "arn:aws:dynamodb:eu-west-1:123456789012:table/sessions"})
    void table_nameOrArn_isAccepted(String table) {
        try (DynamoDbSessionStore store = DynamoDbSessionStore.create(client, table)) {
            assertThat(store).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.009S", "PT30.001S"})
    void timeouts_outOfRange_areRefused(Duration duration) {
        DynamoDbSessionStoreBuilder builder = DynamoDbSessionStore.builder(client);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> builder.timeout(duration))
                .withMessage("timeout must be PT0.01S to PT30S: " + duration);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> builder.attemptTimeout(duration))
                .withMessage("attemptTimeout must be PT0.01S to PT30S: " + duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.099S", "PT10M0.001S"})
    void expiryCheckInterval_outOfRange_isRefused(Duration interval) {
        DynamoDbSessionStoreBuilder builder = DynamoDbSessionStore.builder(client);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> builder.expiryCheckInterval(interval))
                .withMessage("expiryCheckInterval must be PT0.1S to PT10M: " + interval);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 409_599, 15_728_641})
    void maxSessionSize_outOfRange_isRefused(int bytes) {
        DynamoDbSessionStoreBuilder builder = DynamoDbSessionStore.builder(client);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> builder.maxSessionSize(bytes))
                .withMessage("maxSessionSize must be 409600 to 15728640 bytes: " + bytes);
    }

    @Test
    void build_attemptLongerThanTheWhole_isRefused() {
        DynamoDbSessionStoreBuilder builder =
                DynamoDbSessionStore.builder(client).attemptTimeout(Duration.ofSeconds(2));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(builder::build)
                .withMessage("attemptTimeout must not be longer than timeout, PT0.45S: PT2S");
    }

    @Test
    void build_endpointForAGivenClient_isRefused() {
        DynamoDbSessionStoreBuilder builder =
                DynamoDbSessionStore.builder(client).endpoint(NOBODY);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(builder::build)
                .withMessage("endpoint and credentials are settings of the client that was given");
    }

    @Test
    void build_credentialsForAGivenClient_isRefused() {
        DynamoDbSessionStoreBuilder builder =
                DynamoDbSessionStore.builder(client).credentials(LocalDynamoDb.CREDENTIALS);

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(builder::build);
    }

    @Test
    void build_regionOnly_doesNoInputOrOutput() {
        try (DynamoDbSessionStore store =
                DynamoDbSessionStore.builder(Region.EU_WEST_1).build()) {
            assertThat(store).isNotNull();
        }
    }
}

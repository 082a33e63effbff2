package io.cloakroom.testservers.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class DynamoDbLocalTest {

    private static final String TABLE = "coats";

    @Test
    void shared_putAndGet_answers() {
        DynamoDbLocal server = DynamoDbLocal.shared();
        assertThat(DynamoDbLocal.shared()).isSameAs(server);
        try (DynamoDbClient client = clientOf(server)) {
            createTable(client);
            Map<String, AttributeValue> coat = Map.of("id", AttributeValue.fromS("blue"));
            client.putItem(put -> put.tableName(TABLE).item(coat));
            assertThat(client.getItem(get -> get.tableName(TABLE).key(coat)).item())
                    .isEqualTo(coat);
        }
    }

    @Test
    void restart_afterKill_isEmptyOnTheSamePort() {
        try (DynamoDbLocal server = DynamoDbLocal.start();
                DynamoDbClient client = clientOf(server)) {
            createTable(client);
            int port = server.port();
            server.kill();
            assertThat(server.isAlive()).isFalse();
            server.restart();
            assertThat(server.port()).isEqualTo(port);
            assertThat(client.listTables().tableNames()).isEmpty();
        }
    }

    @Test
    void start_otherAddressOfThisMachine_isNotServed() throws Exception {
        InetAddress other = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .findFirst()
                .orElse(InetAddress.getByName("127.0.0.2"));
        int port = DynamoDbLocal.shared().port();
        assertThatThrownBy(() -> new Socket(other, port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void classPath_ofTheTests_isNotTheChilds() {
        ChildClassPath child = ChildClassPath.read();
        assertThat(child.jars()).contains("DynamoDBLocal-").contains("mockito-core-");
        assertThat(child.nativeLibraries()).contains("sqlite4java");
    }

    private static DynamoDbClient clientOf(DynamoDbLocal server) {
        return DynamoDbClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(overrides -> overrides.apiCallTimeout(Duration.ofSeconds(20)))
                .build();
    }

    private static void createTable(DynamoDbClient client) {
        client.createTable(table -> table.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(KeySchemaElement.builder()
                        .attributeName("id")
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build()));
    }
}

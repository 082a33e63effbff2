package io.cloakroom.session.dynamodb;

import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Clients and stores on the DynamoDB Local that all tests share. */
final class LocalDynamoDb {

    static final String TABLE = "sessions";
    static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));

    /** Patience with a slow machine, where a test is not about time. */
    static final Duration PATIENT = Duration.ofSeconds(20);

    private LocalDynamoDb() {}

    static DynamoDbClientBuilder clientBuilder(URI endpoint, SdkHttpClient http) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClient(http);
    }

    /** Returns a client that tries each call once. */
    static DynamoDbClient withoutRetries(URI endpoint, SdkHttpClient http) {
        return clientBuilder(endpoint, http)
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    static DynamoDbClient client() {
        return clientBuilder(DynamoDbLocal.shared().endpoint(), UrlConnectionHttpClient.create())
                .build();
    }

    /** Creates the table unless another test has done so. */
    static void createTable() {
        try (DynamoDbClient client = client()) {
            SessionTable.of(client, TABLE).create();
        }
    }

    /** Returns a builder of a store with a client of its own. */
    static DynamoDbSessionStoreBuilder storeBuilder(InstantSource clock) {
        return DynamoDbSessionStore.builder(Region.EU_WEST_1)
                .endpoint(DynamoDbLocal.shared().endpoint())
                .credentials(CREDENTIALS)
                .table(TABLE)
                .clock(clock);
    }
}

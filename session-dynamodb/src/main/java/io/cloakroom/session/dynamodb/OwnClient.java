package io.cloakroom.session.dynamodb;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/*
 * The deadline of an operation ends its retries: neither their number, nor the SDK's circuit breaker, which all calls
 * share. An outage opens that one, and it closes only little by little with calls that succeed; until then a single
 * reset connection would be reported to the visitor.
 */
/** The client that the store opens itself: its retries fill the time that an operation has, and no more. */
final class OwnClient {

    private static final BackoffStrategy BACKOFF =
            BackoffStrategy.exponentialDelayHalfJitter(Duration.ofMillis(20), Duration.ofMillis(150));

    private OwnClient() {}

    static DynamoDbClient open(
            Region region, @Nullable URI endpoint, @Nullable AwsCredentialsProvider credentials, Timeouts timeouts) {
        DynamoDbClientBuilder client = DynamoDbClient.builder()
                .region(region)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(timeouts.attempt())
                        .socketTimeout(timeouts.attempt()))
                .overrideConfiguration(
                        config -> config.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(Integer.MAX_VALUE)
                                .circuitBreakerEnabled(false)
                                .backoffStrategy(BACKOFF)
                                .throttlingBackoffStrategy(BACKOFF)
                                .build()));
        if (endpoint != null) {
            client.endpointOverride(endpoint);
        }
        if (credentials != null) {
            client.credentialsProvider(credentials);
        }
        return client.build();
    }
}

package io.cloakroom.examples.lab;

import io.cloakroom.session.dynamodb.DynamoDbSessionStore;
import io.cloakroom.session.redis.RedisSessionStore;
import io.cloakroom.session.store.InMemorySessionStore;
import io.cloakroom.session.store.SessionStore;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** The places where an instance can keep its sessions. */
final class Stores {

    /** The table in DynamoDB; the experiment creates it. */
    static final String TABLE = "lab-sessions";

    static final Region REGION = Region.EU_CENTRAL_1;

    private static final String DYNAMODB = "dynamodb:";

    private Stores() {}

    /** Any will do for a DynamoDB on this machine, but some there must be. */
    static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
    }

    /**
     * Opens a store.
     *
     * @param where {@code memory}, a {@code redis://} address, or {@code dynamodb:} and the address of an endpoint
     */
    static SessionStore open(String where) {
        if (where.equals("memory")) {
            return InMemorySessionStore.create();
        }
        if (where.startsWith(DYNAMODB)) {
            DynamoDbSessionStore store = DynamoDbSessionStore.builder(REGION)
                    .table(TABLE)
                    // DynamoDB Local is slow on a busy machine
                    .timeout(Duration.ofSeconds(5))
                    .credentials(credentials())
                    .endpoint(URI.create(where.substring(DYNAMODB.length())))
                    .build();
            store.warmUp();
            return store;
        }
        return RedisSessionStore.create(where);
    }
}

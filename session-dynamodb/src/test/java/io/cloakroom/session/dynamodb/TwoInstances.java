package io.cloakroom.session.dynamodb;

import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Two stores on one table, as two instances have them: the calls of one go wrong as a test says, its peer is well. */
final class TwoInstances implements AutoCloseable {

    private final ManualClock clock = ManualClock.startingNow();
    private final FaultyHttp http = new FaultyHttp();
    private final RecordedCalls calls = new RecordedCalls();
    private final DynamoDbClient client = LocalDynamoDb.clientBuilder(
                    DynamoDbLocal.shared().endpoint(), http)
            .overrideConfiguration(config -> config.addExecutionInterceptor(calls))
            .build();
    private final DynamoDbSessionStore store = DynamoDbSessionStore.builder(client)
            .table(LocalDynamoDb.TABLE)
            .clock(clock)
            .timeout(LocalDynamoDb.PATIENT)
            .build();
    private final DynamoDbSessionStore peer =
            LocalDynamoDb.storeBuilder(clock).timeout(LocalDynamoDb.PATIENT).build();

    /** Returns the clock of both. */
    ManualClock clock() {
        return clock;
    }

    /** Returns what makes calls of {@link #store} go wrong. */
    FaultyHttp http() {
        return http;
    }

    /** Returns what {@link #store} calls. */
    RecordedCalls calls() {
        return calls;
    }

    /** Returns the client of {@link #store}, to look at the table. */
    DynamoDbClient client() {
        return client;
    }

    DynamoDbSessionStore store() {
        return store;
    }

    DynamoDbSessionStore peer() {
        return peer;
    }

    @Override
    public void close() {
        store.close();
        peer.close();
        client.close();
        http.close();
    }
}

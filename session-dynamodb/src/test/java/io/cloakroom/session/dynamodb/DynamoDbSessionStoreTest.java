package io.cloakroom.session.dynamodb;

import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.session.tck.SessionStoreContract;
import io.cloakroom.session.tck.StoreUnderTest;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class DynamoDbSessionStoreTest extends SessionStoreContract {

    private static final int LARGEST_VALUE = 5 * 1024 * 1024;

    /** Patience with a slow machine; the kit's outages take as long. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @BeforeAll
    static void createTable() {
        LocalDynamoDb.createTable();
    }

    @Override
    protected StoreUnderTest store() {
        ManualClock clock = ManualClock.startingNow();
        DynamoDbLocal server = DynamoDbLocal.shared();
        DynamoDbSessionStoreBuilder builder =
                LocalDynamoDb.storeBuilder(clock).timeout(TIMEOUT).expiryCheckInterval(Duration.ofMillis(200));
        return StoreUnderTest.of(builder.build())
                .peer(builder.build())
                .clock(clock)
                .largestValue(LARGEST_VALUE)
                .outage(server::suspend, server::resume);
    }
}

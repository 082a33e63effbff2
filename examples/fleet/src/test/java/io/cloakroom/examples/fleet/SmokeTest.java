package io.cloakroom.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** The promise of the whole: real servers, three instances, one of them killed, and the cart is there. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class SmokeTest {

    @Test
    void sessionsInRedis_cartSurvivesAKilledInstance() {
        assertCartSurvives(CommandLineRun.of("--smoke", "--sessions", "redis"));
    }

    @Test
    @EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
    void sessionsInDynamoDb_cartSurvivesAKilledInstance() {
        assertCartSurvives(CommandLineRun.of("--smoke", "--sessions", "dynamodb"));
    }

    @Test
    void sessionsInASealedCookie_cartSurvivesAKilledInstance() {
        assertCartSurvives(CommandLineRun.of("--smoke", "--sessions", "cookie", "--replicas", "1"));
    }

    @Test
    void sessionsInMemory_cartIsLost_andThatIsThePoint() {
        CommandLineRun run = CommandLineRun.of("--smoke", "--sessions", "memory", "--replicas", "1");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("LOST", "this is the point");
    }

    private static void assertCartSurvives(CommandLineRun run) {
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("taken by web-1, web-2, web-3", "with SIGKILL", "a new ticket", "in the history", "survived")
                .doesNotContain("FAILED");
    }
}

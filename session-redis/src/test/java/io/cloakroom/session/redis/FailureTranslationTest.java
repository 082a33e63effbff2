package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that no server gives on demand; the others are in {@link RefusalTest}. */
class FailureTranslationTest {

    private final FailureTranslation failures = new FailureTranslation("Redis at shop:6379", false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LOADING Redis is loading the dataset in memory",
                "BUSY Redis is busy running a script",
                "MASTERDOWN Link with MASTER is down",
                "CLUSTERDOWN The cluster is down",
                "NOREPLICAS Not enough good replicas to write.",
                "MISCONF Redis is configured to save RDB snapshots",
                "ERR max number of clients reached"
            })
    void translated_whatPasses_isUnavailable(String answer) {
        assertThat(failures.translated(new RedisCommandExecutionException(answer)))
                .isInstanceOf(SessionStoreUnavailableException.class)
                .hasMessageStartingWith("Redis at shop:6379 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MOVED 866 10.0.0.1:6379",
                "CROSSSLOT Keys in request don't hash to the same slot",
                "ERR unknown command 'HGETALL', with args beginning with: 'key-of-a-session'",
                ""
            })
    void translated_whatStays_isAnotherException(String answer) {
        SessionStoreException failure = failures.translated(new RedisCommandExecutionException(answer));

        assertThat(failure).isNotInstanceOf(SessionStoreUnavailableException.class);
        assertThat(failure.getMessage()).startsWith("Redis at shop:6379 ").doesNotContain("key-of-a-session");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MOVED 866 10.0.0.1:6379", "ASK 866 10.0.0.1:6379", "TRYAGAIN Multiple keys request"})
    void translated_redirectionInACluster_isUnavailableAndHadNoEffect(String answer) {
        FailureTranslation cluster = new FailureTranslation("Redis Cluster", true);

        SessionStoreException failure = cluster.translated(new RedisCommandExecutionException(answer));

        assertThat(failure)
                .isInstanceOf(SessionStoreUnavailableException.class)
                .hasMessage("Redis Cluster is moving the session to another node.");
        assertThat(FailureTranslation.isWithoutEffect((SessionStoreUnavailableException) failure))
                .isTrue();
    }

    @Test
    void isWithoutEffect_connectionBrokeMeanwhile_isNotKnown() {
        SessionStoreException failure = failures.translated(new RedisException("Connection disconnected"));

        assertThat(FailureTranslation.isWithoutEffect((SessionStoreUnavailableException) failure))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Currently not connected. Commands are rejected.", "Connection is closed"})
    void isWithoutEffect_notSent_isTrue(String message) {
        SessionStoreException failure = failures.translated(new RedisException(message));

        assertThat(FailureTranslation.isWithoutEffect((SessionStoreUnavailableException) failure))
                .isTrue();
    }

    @Test
    void translated_answerInsideAConnectionFailure_isWhatCounts() {
        Throwable failure = new RedisConnectionException(
                "Unable to connect", new RedisCommandExecutionException("WRONGPASS invalid username-password pair"));

        assertThat(failures.translated(failure)).hasMessageContaining("does not know this user and password");
    }
}

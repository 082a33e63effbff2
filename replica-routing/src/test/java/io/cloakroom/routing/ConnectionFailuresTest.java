package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionFailuresTest {

    @ParameterizedTest
    @ValueSource(strings = {"08000", "08S01", "57P01", "57P02", "57P03"})
    void stateOfALostConnection_isANodeFailure_alsoAsCause(String state) {
        SQLException lost = new SQLException("lost", state);

        assertThat(ConnectionFailures.isNodeFailure(lost)).isTrue();
        assertThat(ConnectionFailures.isNodeFailure(new SQLException("pool", null, lost)))
                .isTrue();
        assertThat(ConnectionFailures.isNodeFailure(new SQLRecoverableException()))
                .isTrue();
    }

    @Test
    void statementThatFailed_orAPoolThatIsUsedUp_isNot() {
        assertThat(ConnectionFailures.isNodeFailure(new SQLException("syntax", "42000")))
                .isFalse();
        assertThat(ConnectionFailures.isNodeFailure(new SQLException("no state")))
                .isFalse();
        assertThat(ConnectionFailures.isNodeFailure(new SQLTransientConnectionException("timed out after 1000ms")))
                .isFalse();
        assertThat(ConnectionFailures.isNodeFailure(new SQLException("cancelled", "57014")))
                .isFalse();
    }
}

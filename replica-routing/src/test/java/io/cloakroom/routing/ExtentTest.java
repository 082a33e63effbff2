package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.routing.PrimaryLostException.Outcome;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class ExtentTest {

    private final SQLException refused = new SQLException("read-only");
    private final SQLException batchRefused = new BatchUpdateException("read-only", new int[] {1});

    @Test
    void statementInATransaction_isNotCommitted() {
        Extent extent = new Extent(false, false, false, false);

        assertThat(extent.ifLost()).isEqualTo(Outcome.NOT_COMMITTED);
        assertThat(extent.ifRefused(refused)).isEqualTo(Outcome.NOT_COMMITTED);
        assertThat(extent.ifRefused(batchRefused)).isEqualTo(Outcome.NOT_COMMITTED);
    }

    @Test
    void statementThatMayCommit_earlierInTheTransaction_leavesEverythingUnknown() {
        Extent extent = new Extent(false, false, true, false);

        assertThat(extent.ifLost()).isEqualTo(Outcome.UNKNOWN);
        assertThat(extent.ifRefused(refused)).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void commit_unanswered_isUnknown_refused_isNot() {
        Extent extent = new Extent(false, true, false, false);

        assertThat(extent.ifLost()).isEqualTo(Outcome.UNKNOWN);
        assertThat(extent.ifRefused(refused)).isEqualTo(Outcome.NOT_COMMITTED);
    }

    @Test
    void batchInAutocommitMode_refusedInTheMiddle_isUnknown() {
        Extent extent = new Extent(false, true, false, true);

        assertThat(extent.ifRefused(refused)).isEqualTo(Outcome.NOT_COMMITTED);
        assertThat(extent.ifRefused(batchRefused)).isEqualTo(Outcome.UNKNOWN);
    }
}

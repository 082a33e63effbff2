package io.cloakroom.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What loads must have seen is remembered in bounded memory, and nothing of it is forgotten for that. */
final class PositionsTest {

    private final Positions positions = new Positions(Comparator.naturalOrder(), 100);

    @Test
    void of_aCell_isTheGreatestOfWhatIsKnownAndWhatWasTold() {
        positions.require("a", "0007");
        positions.require("a", "0005");
        positions.require("a", null);

        assertThat(positions.of("a")).isEqualTo("0007");
        assertThat(positions.of("a", List.of("0006", "0009"))).isEqualTo("0009");
        assertThat(positions.of("b")).isNull();
        assertThat(positions.ofAll(List.of("b", "a"))).isEqualTo("0007");
    }

    @Test
    void require_moreThanFit_allLoadsAreToldEnough() {
        for (int i = 1_000; i < 9_000; i++) {
            positions.require("k" + i, Integer.toString(i));
        }

        for (int i = 1_000; i < 9_000; i++) {
            assertThat(positions.of("k" + i)).isGreaterThanOrEqualTo(Integer.toString(i));
        }
        Await.until("a key of which nobody knows is told of the evicted", () -> positions.of("unknown") != null);
    }

    @Test
    void require_comparatorThrows_theLaterOneCounts() {
        var confused = new Positions(Comparator.comparing(Integer::valueOf));
        confused.require("a", "12");
        confused.require("a", "no number");

        assertThat(confused.of("a")).isEqualTo("no number");
    }

    @Test
    void checked_lineBreakOrTooLong_isRefused() {
        assertThat(Positions.checked("x".repeat(1_000))).hasSize(1_000);
        assertThatThrownBy(() -> Positions.checked("a\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Positions.checked("x".repeat(1_001))).hasMessageContaining("at most 1000 characters");
    }
}

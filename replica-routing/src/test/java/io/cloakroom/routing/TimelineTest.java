package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimelineTest {

    @Test
    void freshAsOf_isTheLatestMomentThatIsCovered() throws Exception {
        Timeline timeline = new Timeline();
        timeline.add(100, GtidPosition.parse("0-1-5"));
        timeline.add(200, GtidPosition.parse("0-1-7"));

        assertThat(timeline.freshAsOf(GtidPosition.parse("0-1-4"))).isEmpty();
        assertThat(timeline.freshAsOf(GtidPosition.parse("0-1-6"))).hasValue(100);
        assertThat(timeline.freshAsOf(GtidPosition.parse("0-1-7"))).hasValue(200);
    }

    @Test
    void freshAsOf_idlePrimary_movesOn() throws Exception {
        Timeline timeline = new Timeline();
        timeline.add(100, GtidPosition.parse("0-1-5"));
        timeline.add(200, GtidPosition.parse("0-1-5"));

        assertThat(timeline.freshAsOf(GtidPosition.parse("0-1-5"))).hasValue(200);
    }

    /** However many marks were dropped: never later than the truth, and not far before it. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void freshAsOf_longHistory_isABound(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Timeline timeline = new Timeline();
        int last = 10_000;
        for (int at = 1; at <= last; at++) {
            timeline.add(at, GtidPosition.parse("0-1-" + at));
        }
        for (int i = 0; i < 100; i++) {
            int applied = last - random.nextInt(last);
            long fresh =
                    timeline.freshAsOf(GtidPosition.parse("0-1-" + applied)).orElse(0);
            assertThat(fresh).isLessThanOrEqualTo(applied);
            assertThat(applied - fresh).isLessThanOrEqualTo(Math.max(4, (last - applied) / 4));
        }
    }

    @Test
    void covers_comparesDomainByDomain() throws Exception {
        GtidPosition both = GtidPosition.parse("0-1-5, 1-2-9");

        assertThat(both.covers(GtidPosition.parse("0-3-4"))).isTrue();
        assertThat(both.covers(GtidPosition.parse("0-3-5")))
                .as("another history")
                .isFalse();
        assertThat(both.covers(GtidPosition.parse("1-2-10"))).isFalse();
        assertThat(both.covers(GtidPosition.parse("2-1-1"))).isFalse();
        assertThat(both.covers(GtidPosition.parse(""))).isTrue();
        assertThat(GtidPosition.parse("").covers(both)).isFalse();
        assertThat(both.covers(LsnPosition.parse("0/9"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0-1", "0-1-x"})
    void parse_garbage_isRefused(String text) {
        assertThatThrownBy(() -> GtidPosition.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}

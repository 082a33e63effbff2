package io.cloakroom.cache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad settings are refused where they are made, with name, range and value. */
final class CacheAsideRefusalsTest {

    private static final Duration NEGATIVE = Duration.ofMillis(-1);

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal("absentTimeToLive must be PT0.001S to PT8784H: PT0S", b -> b.absentTimeToLive(Duration.ZERO)),
                refusal("serveStale must be PT0S to PT8784H: PT-0.001S", b -> b.serveStale(NEGATIVE)),
                refusal("staleOnError must be PT0S to PT8784H: PT-0.001S", b -> b.staleOnError(NEGATIVE)),
                refusal("staleAfter must be PT0.001S to PT10M: PT0S", b -> b.staleAfter(Duration.ZERO)),
                refusal("refreshEarly must be 0 to 100: -0.1", b -> b.refreshEarly(-0.1)),
                refusal("refreshEarly must be 0 to 100: NaN", b -> b.refreshEarly(Double.NaN)),
                refusal("refreshEarly must be 0 to 100: 100.1", b -> b.refreshEarly(100.1)),
                refusal("backOff must be PT0S to PT10M: PT-0.001S", b -> b.backOff(NEGATIVE)),
                refusal("loadTimeout must be PT0.001S to PT10M: PT0S", b -> b.loadTimeout(Duration.ZERO)),
                refusal("maximumLoads must be 1 to 100000: 0", b -> b.maximumLoads(0, Duration.ZERO)),
                refusal("maximumLoads must be 1 to 100000: 100001", b -> b.maximumLoads(100_001, Duration.ZERO)),
                refusal("wait must be PT0S to PT10M: PT-0.001S", b -> b.maximumLoads(1, NEGATIVE)),
                refusal("maximumWeight must be 1 or more: 0", b -> b.maximumWeight(0, (key, value) -> 1)),
                refusal("verify must be 0 to 1: 1.1", b -> b.verify(1.1, Duration.ofSeconds(1))),
                refusal("lag must be PT0.001S to PT10M: PT0S", b -> b.verify(1, Duration.ZERO)),
                refusal("compress must be 64 or more: 63", b -> b.compress(63)));
    }

    private static Arguments refusal(String message, Consumer<CacheAsideBuilder<String, String>> setting) {
        return Arguments.of(message, setting);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void setting_outOfRange_isRefused(String message, Consumer<CacheAsideBuilder<String, String>> setting) {
        CacheAsideBuilder<String, String> builder = CacheAside.builder("things", key -> key);

        assertThatThrownBy(() -> setting.accept(builder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void build_staleAfterWithoutWhatItNeeds_isRefused() {
        assertThatThrownBy(() -> CacheAside.<String, String>builder("things", key -> key)
                        .staleAfter(Duration.ofMillis(5))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("staleAfter needs sharedIn, staleOnError and loadTimeout");
    }
}

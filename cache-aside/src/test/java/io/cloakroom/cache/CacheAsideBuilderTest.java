package io.cloakroom.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.cache.tier.SharedTier;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CacheAsideBuilderTest {

    private final CacheAsideBuilder<String, String> builder = CacheAside.builder("things", key -> key);
    private final SharedTier unused = namespace -> {
        throw new AssertionError("not to be opened");
    };

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "a:b", "{a}", "ü"})
    void builder_badNamespace_isRefused(String namespace) {
        assertThatThrownBy(() -> CacheAside.builder(namespace, key -> key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("namespace must be")
                .hasMessageEndingWith(": " + namespace);
    }

    @Test
    void timeToLive_outOfRange_isRefused() {
        assertThatThrownBy(() -> builder.timeToLive(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeToLive must be PT0.001S to PT8784H: PT0S");
        assertThatThrownBy(() -> builder.localTimeToLive(Duration.ofDays(400))).hasMessageContaining("localTimeToLive");
    }

    @Test
    void leaseTime_outOfRange_isRefused() {
        assertThatThrownBy(() -> builder.leaseTime(Duration.ofMillis(99)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leaseTime must be PT0.1S to PT10M");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 0.91, Double.NaN})
    void jitter_outOfRange_isRefused(double share) {
        assertThatThrownBy(() -> builder.jitter(share))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jitter must be 0 to 0.9");
    }

    @Test
    void maximumSize_negative_isRefused() {
        assertThatThrownBy(() -> builder.maximumSize(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maximumSize");
    }

    @Test
    void build_noTierAtAll_isRefused() {
        assertThatThrownBy(() -> builder.maximumSize(0).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sharedIn");
    }

    @Test
    void build_sharedWithoutCodecs_isRefused() {
        assertThatThrownBy(() -> builder.sharedIn(unused).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sharedIn needs keys");
        assertThatThrownBy(() -> builder.keys(KeyCodec.strings()).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sharedIn needs values");
    }

    @Test
    void build_codecsWithoutSharedTier_isInProcess() {
        CacheAside<String, String> cache =
                builder.keys(KeyCodec.strings()).values(ValueCodec.strings()).build();

        assertThat(cache.get("k")).hasValue("k");
        assertThat(cache).hasToString("CacheAside[things]");
    }

    @Test
    void next_withJitter_staysWithinTheShareAndVaries() {
        var timeToLive = new TimeToLive(Duration.ofSeconds(100), 0.2, Duration.ofSeconds(10));

        var times = Stream.generate(timeToLive::next).limit(1_000).toList();

        assertThat(times)
                .allSatisfy(time -> assertThat(time).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(100)));
        assertThat(Set.copyOf(times)).hasSizeGreaterThan(100);
        assertThat(timeToLive.localNanos(Duration.ofSeconds(3))).isEqualTo(3_000_000_000L);
        assertThat(timeToLive.localNanos(Duration.ofSeconds(30))).isEqualTo(10_000_000_000L);
    }
}

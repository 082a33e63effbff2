package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyNamesTest {

    private final KeyNames names = new KeyNames("things");

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "}", "{}", "}{", "a}b", "x:c", "x}:c", "Grüße 🧥"})
    void both_anyKey_sameSlotAndBack(String key) {
        String[] both = names.both(key);

        assertThat(SlotHash.getSlot(both[0])).isEqualTo(SlotHash.getSlot(both[1]));
        assertThat(names.keyOf(both[0])).isEqualTo(key);
        assertThat(names.keyOf(both[1])).isNull();
        assertThat(KeyNames.namespaceOf(both[0])).isEqualTo("things");
    }

    @Test
    void namespaceOf_somebodyElsesKey_isNone() {
        assertThat(KeyNames.namespaceOf("session:1")).isNull();
        assertThat(KeyNames.namespaceOf(":{0:a}")).isNull();
        assertThat(names.keyOf("other:{0:a}")).isNull();
    }

    @Test
    void builder_timeoutOutOfRange_isRefused() {
        RedisTierBuilder builder = RedisTier.builder("redis://127.0.0.1:1");

        assertThatThrownBy(() -> builder.readTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("readTimeout must be PT0.001S to PT1M: PT0S");
        assertThatThrownBy(() -> builder.heartbeat(Duration.ofMinutes(2))).hasMessageContaining("heartbeat must be");
        assertThatThrownBy(() -> RedisTier.create("no address")).isInstanceOf(IllegalArgumentException.class);
    }
}

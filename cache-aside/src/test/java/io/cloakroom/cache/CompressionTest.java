package io.cloakroom.cache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CompressionTest {

    private final Compression compression = new Compression(64);

    @Test
    void compress_text_isSmallerAndComesBack() {
        byte[] plain = "a coat, another coat; ".repeat(100).getBytes(StandardCharsets.UTF_8);

        byte[] small = requireNonNull(compression.compress(plain));

        assertThat(small).hasSizeLessThan(plain.length / 4);
        assertThat(Compression.decompress(small)).isEqualTo(plain);
    }

    @Test
    void compress_belowTheThresholdOrNothingGained_isLeftAlone() {
        byte[] noise = new byte[500];
        new Random(1).nextBytes(noise);

        assertThat(compression.compress(new byte[63])).isNull();
        assertThat(compression.compress(noise)).isNull();
        assertThat(new Compression(Compression.NEVER).compress(new byte[10_000]))
                .isNull();
    }

    @Test
    void decompress_damaged_isRefused() {
        byte[] small = requireNonNull(compression.compress(new byte[1_000]));

        assertThatThrownBy(() -> Compression.decompress(new byte[3])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Compression.decompress(new byte[] {-1, 0, 0, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Compression.decompress(new byte[] {0, 0, 0, 9, -1, -1, -1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Compression.decompress(Arrays.copyOf(small, small.length - 3)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

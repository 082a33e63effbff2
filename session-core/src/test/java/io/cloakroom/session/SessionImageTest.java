package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoredAttribute;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionImageTest {

    @Test
    void image_thereAndBack_isTheSame() throws Exception {
        for (String principal : new @Nullable String[] {null, "alice", "帽子:1"}) {
            SessionImage image = image(principal);
            assertThat(SessionImage.of(image.toByteArray())).isEqualTo(image);
        }
    }

    @Test
    void image_cutAnywhereOrLengthened_isRefused() {
        byte[] bytes = image("alice").toByteArray();

        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> SessionImage.of(part));
        }
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> SessionImage.of(Arrays.copyOf(bytes, bytes.length + 1)));
    }

    /** Without looking at what is left, this would ask for two gigabytes. */
    @Test
    void image_thatAnnouncesMoreThanItHas_isRefused() {
        byte[] bytes = image("alice").toByteArray();
        ByteBuffer lastLength = ByteBuffer.wrap(bytes, bytes.length - 5, 4);
        assertThat(lastLength.getInt()).isEqualTo(1);
        lastLength.putInt(bytes.length - 5, Integer.MAX_VALUE);

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> SessionImage.of(bytes));
    }

    @Test
    void toString_hidesIdAndValues() {
        assertThat(image("alice")).hasToString("SessionImage[3 attributes]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 4096, 65_535})
    void deflated_thereAndBack_isTheSame(int length) throws Exception {
        byte[] zeros = new byte[length];
        byte[] random = new byte[length];
        new Random(length).nextBytes(random);

        assertThat(Deflated.inflate(Deflated.deflate(zeros))).isEqualTo(zeros);
        assertThat(Deflated.inflate(Deflated.deflate(random))).isEqualTo(random);
        assertThat(Deflated.deflate(zeros).length).isLessThan(100);
    }

    @Test
    void deflate_ofMoreThanItMayHold_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Deflated.deflate(new byte[65_536]));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4097, 65_535})
    void inflate_ofAnotherLengthThanAnnounced_isRefused(int announced) {
        byte[] bomb = Deflated.deflate(new byte[4096]);
        bomb[0] = (byte) (announced >>> 8);
        bomb[1] = (byte) announced;

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Deflated.inflate(bomb));
    }

    @Test
    void inflate_ofWhatIsCutOrNoStream_isRefused() {
        byte[] deflated = Deflated.deflate(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});

        for (int length = 0; length < deflated.length; length++) {
            byte[] part = Arrays.copyOf(deflated, length);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> Deflated.inflate(part));
        }
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Deflated.inflate(new byte[] {0, 4, -1, -1, -1, -1, -1}));
    }

    private static SessionImage image(@Nullable String principal) {
        Instant now = Instant.parse("2026-11-01T12:00:00.123Z");
        SessionMetadata metadata = new SessionMetadata(
                now,
                now.plusSeconds(1),
                Duration.ofMinutes(30),
                SessionMetadata.NEVER,
                now.plusSeconds(1801),
                3,
                Long.MAX_VALUE,
                principal == null ? null : new SessionOwner(principal, now, "Firefox: 130"));
        return new SessionImage(
                "id",
                new SessionRecord(
                        metadata,
                        Map.of(
                                "", new StoredAttribute(EncodedValue.of(new byte[0]), 1),
                                "帽子\u0000", new StoredAttribute(EncodedValue.of(new byte[300]), 7),
                                "\uD800", new StoredAttribute(EncodedValue.of(new byte[] {1}), 2))));
    }
}

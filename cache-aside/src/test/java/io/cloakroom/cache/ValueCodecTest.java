package io.cloakroom.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ValueCodecTest {

    enum Colour {
        RED,
        BLUE
    }

    record Size(String name, int stock) implements Serializable {}

    sealed interface Discount extends Serializable {}

    record Percent(int value) implements Discount {}

    record Product(
            UUID id,
            String name,
            BigDecimal price,
            Instant changedAt,
            List<Size> sizes,
            Map<String, List<Colour>> colours,
            Set<Colour> favourites,
            Discount discount)
            implements Serializable {}

    record Open(String name, @Nullable Serializable anything) implements Serializable {}

    @Test
    void serialized_recordOfRecords_comesBackWithoutNamingWhatItIsMadeOf() {
        ValueCodec<Product> codec = ValueCodec.serialized(Product.class);
        var product = new Product(
                UUID.randomUUID(),
                "shirt",
                new BigDecimal("19.90"),
                Instant.now(),
                List.of(new Size("S", 1), new Size("M", 0)),
                new TreeMap<>(Map.of("warm", new ArrayList<>(List.of(Colour.RED)), "cold", List.of(Colour.BLUE))),
                Set.of(Colour.BLUE),
                new Percent(10));

        Product back = codec.decode(codec.encode(product));

        assertThat(back).usingRecursiveComparison().isEqualTo(product);
    }

    @Test
    void serialized_classThatIsNotPartOfTheType_isRefused() {
        ValueCodec<Open> codec = ValueCodec.serialized(Open.class);
        byte[] forged = codec.encode(new Open("file", new File("/etc/passwd")));

        assertThatThrownBy(() -> codec.decode(forged)).hasRootCauseMessage("filter status: REJECTED");
        assertThat(codec.decode(codec.encode(new Open("text", "allowed"))).anything())
                .isEqualTo("allowed");
    }

    @Test
    void serialized_classNamedByTheApplication_isRead() {
        ValueCodec<Open> codec = ValueCodec.serialized(Open.class, Size.class);

        Open back = codec.decode(codec.encode(new Open("size", new Size("S", 1))));

        assertThat(back.anything()).isEqualTo(new Size("S", 1));
    }

    @Test
    void serialized_bytesOfAnotherType_areRefused() {
        byte[] size = ValueCodec.serialized(Size.class).encode(new Size("S", 1));

        assertThatThrownBy(
                        () -> ValueCodec.serialized(Product.class, Size.class).decode(size))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> ValueCodec.serialized(Size.class).decode(new byte[] {1, 2, 3}))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void serialized_notSerializable_saysWhichType() {
        record Holder(List<Object> content) implements Serializable {}
        ValueCodec<Holder> codec = ValueCodec.serialized(Holder.class);

        assertThatThrownBy(() -> codec.encode(new Holder(List.of(new Object()))))
                .hasMessageContaining(Holder.class.getName());
    }

    @Test
    void serialized_tooDeep_isRefused() {
        Open nested = new Open("inmost", null);
        for (int depth = 0; depth < 100; depth++) {
            nested = new Open("outer", nested);
        }
        ValueCodec<Open> codec = ValueCodec.serialized(Open.class);
        byte[] bytes = codec.encode(nested);

        assertThatThrownBy(() -> codec.decode(bytes)).hasRootCauseMessage("filter status: REJECTED");
    }

    @Test
    void strings_anyText_comesBack() {
        ValueCodec<String> codec = ValueCodec.strings();

        assertThat(codec.decode(codec.encode("Grüße, 世界 🧥"))).isEqualTo("Grüße, 世界 🧥");
    }

    @Test
    void bytes_comeBack() {
        ValueCodec<byte[]> codec = ValueCodec.bytes();

        assertThat(codec.decode(codec.encode(new byte[] {0, -1}))).containsExactly(0, -1);
    }

    @Test
    void id_ofEachCodec_isItsOwn() {
        assertThat(List.of(
                        ValueCodec.bytes().id(),
                        ValueCodec.strings().id(),
                        ValueCodec.serialized(Size.class).id()))
                .doesNotHaveDuplicates();
    }

    @Test
    void keyCodecs_nameKeys() {
        UUID id = UUID.randomUUID();

        assertThat(KeyCodec.strings().encode("a")).isEqualTo("a");
        assertThat(KeyCodec.longs().encode(-7L)).isEqualTo("-7");
        assertThat(KeyCodec.uuids().encode(id)).isEqualTo(id.toString());
    }
}

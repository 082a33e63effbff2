package io.cloakroom.cache.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonValueCodecTest {

    record Size(String name, int stock) {}

    record Product(String sku, BigDecimal price, Instant changedAt, Duration delivery, Map<String, List<Size>> sizes) {}

    private final Product product = new Product(
            "sku-1",
            new BigDecimal("19.90"),
            Instant.parse("2026-11-01T10:00:00.123456Z"),
            Duration.ofDays(2),
            Map.of("eu", List.of(new Size("S", 1))));

    @Test
    void decode_whatItEncoded_isEqual() {
        var codec = JsonValueCodec.of(Product.class);

        assertThat(codec.decode(codec.encode(product))).isEqualTo(product);
        assertThat(codec.id()).isEqualTo(4);
    }

    @Test
    void decode_genericType_isEqual() {
        var codec = JsonValueCodec.of(new TypeReference<List<Product>>() {});

        assertThat(codec.decode(codec.encode(List.of(product)))).containsExactly(product);
    }

    @Test
    void decode_otherProperties_areSkippedAndMissingOnesAreNull() {
        var codec = JsonValueCodec.of(Product.class);

        Product read = codec.decode(bytes("{\"sku\":\"sku-1\",\"colour\":\"red\"}"));

        assertThat(read.sku()).isEqualTo("sku-1");
        assertThat(read.price()).isNull();
    }

    @Test
    void decode_noJson_saysWhatWithoutQuotingIt() {
        var codec = JsonValueCodec.of(Product.class);

        assertThatThrownBy(() -> codec.decode(bytes("{\"sku\":[\"secret\"]}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Cannot decode a")
                .hasMessageNotContaining("secret")
                .hasNoCause();
        assertThatThrownBy(() -> codec.decode(bytes("null"))).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> codec.decode(bytes("{} {}"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void encode_notJson_isRefused() {
        var codec = JsonValueCodec.of(Object.class);

        assertThatThrownBy(() -> codec.encode(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Cannot encode");
    }

    @Test
    void of_mapperOfTheApplication_isUsedUnlessItNamesClasses() {
        var plain = new ObjectMapper();
        var codec = JsonValueCodec.of(new TypeReference<Map<String, Integer>>() {}, plain);
        assertThat(codec.decode(codec.encode(Map.of("a", 1)))).isEqualTo(Map.of("a", 1));
        ObjectMapper typed = JsonMapper.builder()
                .activateDefaultTyping(
                        BasicPolymorphicTypeValidator.builder().build(),
                        ObjectMapper.DefaultTyping.NON_FINAL,
                        JsonTypeInfo.As.PROPERTY)
                .build();

        assertThatThrownBy(() -> JsonValueCodec.of(new TypeReference<Map<String, Integer>>() {}, typed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("default typing");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

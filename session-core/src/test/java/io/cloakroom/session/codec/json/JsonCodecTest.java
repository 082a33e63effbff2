package io.cloakroom.session.codec.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import io.cloakroom.session.codec.AttributeCodecException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonCodecTest {

    record Line(String sku, int quantity) {}

    record Order(List<Line> lines, Instant at, LocalDate due, Duration patience, ZonedDateTime local) {}

    private final JsonCodec codec = JsonCodec.builder()
            .attribute("order", Order.class)
            .attribute("lines", new TypeReference<Map<String, List<Line>>>() {})
            .attribute("count", Integer.class)
            .build();

    @Test
    void recordsWithTimes_thereAndBack_areEqual() {
        Instant at = Instant.parse("2026-11-01T12:00:00.123456789Z");
        Order order = new Order(
                List.of(new Line("hat", 1), new Line("帽子", 2)),
                at,
                LocalDate.of(2026, 11, 2),
                Duration.ofMillis(1),
                at.atZone(ZoneId.of("Europe/Paris")));

        byte[] bytes = codec.encode("order", order);

        assertThat(codec.decode("order", bytes, getClass().getClassLoader())).isEqualTo(order);
        assertThat(new String(bytes, UTF_8)).contains("\"due\":\"2026-11-02\"").doesNotContain("Order", "class");
    }

    @Test
    void genericTypes_thereAndBack_areEqual() {
        Map<String, List<Line>> lines = Map.of("a", List.of(new Line("hat", 1)), "b", List.of());

        assertThat(decoded("lines", codec.encode("lines", lines))).isEqualTo(lines);
    }

    @Test
    void maps_ofAnyOrder_haveTheSameBytes() {
        Map<String, List<Line>> small = new HashMap<>(2);
        Map<String, List<Line>> large = new HashMap<>(1024);
        for (int index = 0; index < 50; index++) {
            small.put("key-" + index, List.of());
            large.put("key-" + (49 - index), List.of());
        }

        assertThat(codec.encode("lines", small)).isEqualTo(codec.encode("lines", large));
    }

    @Test
    void attribute_thatIsNotDeclared_isRefused() {
        assertThatExceptionOfType(AttributeCodecException.class)
                .isThrownBy(() -> codec.encode("other", 1))
                .withMessageContaining("other has no declared type");
        assertThatExceptionOfType(AttributeCodecException.class).isThrownBy(() -> decoded("other", new byte[] {'1'}));
        assertThatExceptionOfType(AttributeCodecException.class).isThrownBy(() -> codec.encode(1));
        assertThatExceptionOfType(AttributeCodecException.class)
                .isThrownBy(() -> codec.decode(new byte[] {'1'}, getClass().getClassLoader()));
    }

    @Test
    void value_ofAnotherTypeThanDeclared_isRefused() {
        assertThatExceptionOfType(AttributeCodecException.class)
                .isThrownBy(() -> codec.encode("count", "secret"))
                .withMessage("Attribute count is declared as java.lang.Integer, but is a java.lang.String");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "\"secret\"", "1 2", "{", "[\"java.lang.Runtime\", {}]"})
    void bytes_thatAreNoSuchValue_areRefusedWithoutQuotingThem(String text) {
        assertThatExceptionOfType(AttributeCodecException.class)
                .isThrownBy(() -> decoded("count", text.getBytes(UTF_8)))
                .withNoCause()
                .withMessageNotContainingAny("secret", "Runtime");
    }

    @Test
    void property_thatTheClassLacks_isSkipped() {
        byte[] fromNewer = "{\"a\":[{\"sku\":\"hat\",\"quantity\":1,\"colour\":\"red\"}]}".getBytes(UTF_8);

        assertThat(decoded("lines", fromNewer)).isEqualTo(Map.of("a", List.of(new Line("hat", 1))));
    }

    @Test
    void mapper_withDefaultTyping_isRefused() {
        ObjectMapper typing = JsonMapper.builder()
                .activateDefaultTyping(BasicPolymorphicTypeValidator.builder()
                        .allowIfBaseType(Object.class)
                        .build())
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonCodec.builder().mapper(typing))
                .withMessageContaining("default typing");
    }

    @Test
    void mapper_ofTheApplication_isUsed() {
        JsonCodec own = JsonCodec.builder()
                .mapper(new ObjectMapper())
                .attribute("count", Integer.class)
                .build();

        assertThat(own.decode("count", own.encode("count", 7), getClass().getClassLoader()))
                .isEqualTo(7);
        assertThat(own.id()).isEqualTo(2);
    }

    private Object decoded(String name, byte[] bytes) {
        return codec.decode(name, bytes, getClass().getClassLoader());
    }
}

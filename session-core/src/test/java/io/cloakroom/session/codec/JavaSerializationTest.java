package io.cloakroom.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JavaSerializationTest {

    private static final ClassLoader LOADER = JavaSerializationTest.class.getClassLoader();

    private final AttributeCodec strict = AttributeCodec.javaSerialization();
    private final AttributeCodec allowing = AttributeCodec.javaSerialization("io.cloakroom.session.codec");

    record Price(BigDecimal amount, Currency currency) implements Serializable {}

    enum Size {
        S,
        M
    }

    static List<Object> jdkValues() {
        return List.of(
                "text",
                42,
                true,
                'x',
                1.5,
                new BigDecimal("9.99"),
                Instant.EPOCH,
                LocalDate.EPOCH,
                ZonedDateTime.parse("2026-11-01T12:00:00+01:00[Europe/Berlin]"),
                DayOfWeek.MONDAY,
                UUID.fromString("00000000-0000-0001-0000-000000000002"),
                URI.create("https://myclothes.com"),
                Locale.GERMANY,
                Currency.getInstance("EUR"),
                List.of("a", List.of(1, 2)),
                Set.of("a"),
                Map.of("a", 1),
                new ArrayList<>(List.of("a")),
                new HashMap<>(Map.of("a", List.of())),
                new LinkedHashMap<>(Map.of("a", 1)),
                new TreeMap<>(Map.of("a", 1)),
                new ConcurrentHashMap<>(Map.of("a", 1)),
                new CopyOnWriteArrayList<>(List.of("a")),
                Collections.unmodifiableList(new ArrayList<>(List.of("a"))),
                EnumSet.of(DayOfWeek.MONDAY),
                new EnumMap<>(Map.of(DayOfWeek.MONDAY, 1)),
                BitSet.valueOf(new long[] {5}));
    }

    @ParameterizedTest
    @MethodSource("jdkValues")
    void jdkValues_encodedAndDecoded_areEqual(Object value) {
        assertThat(strict.decode(strict.encode(value), LOADER)).isEqualTo(value);
    }

    @Test
    void arrays_encodedAndDecoded_areEqual() {
        int[][] numbers = {{1, 2}, {3}};

        assertThat(strict.decode(strict.encode(numbers), LOADER)).isEqualTo(numbers);
    }

    @Test
    void classesOfTheApplication_allowed_areEqual() {
        List<Object> value =
                List.of(new Price(BigDecimal.ONE, Currency.getInstance("EUR")), Size.M, new Size[] {Size.S});

        Object decoded = allowing.decode(allowing.encode(value), LOADER);

        assertThat(decoded).usingRecursiveComparison().isEqualTo(value);
    }

    @Test
    void encode_classThatIsNotAllowed_namesIt() {
        Price price = new Price(BigDecimal.ONE, Currency.getInstance("EUR"));

        assertThatExceptionOfType(DisallowedClassException.class)
                .isThrownBy(() -> strict.encode(new ArrayList<>(List.of(price))))
                .withMessageContaining("allowPackages")
                .returns(Price.class.getName(), DisallowedClassException::className);
    }

    @Test
    void encode_lambdaOrProxyOrUrl_isRefused() throws Exception {
        Runnable lambda = (Runnable & Serializable) () -> {};
        Object proxy =
                Proxy.newProxyInstance(LOADER, new Class<?>[] {Comparable.class}, (InvocationHandler & Serializable)
                        (self, method, args) -> 0);
        URL url = URI.create("https://myclothes.com").toURL();

        assertThatExceptionOfType(DisallowedClassException.class).isThrownBy(() -> allowing.encode(lambda));
        assertThatExceptionOfType(DisallowedClassException.class)
                .isThrownBy(() -> allowing.encode(proxy))
                .withMessageContaining("Proxy");
        assertThatExceptionOfType(DisallowedClassException.class).isThrownBy(() -> allowing.encode(url));
    }

    @Test
    void encode_endlessNesting_isRefusedInsteadOfOverflowing() {
        List<Object> nested = new ArrayList<>();
        for (int depth = 0; depth < 100_000; depth++) {
            nested = new ArrayList<>(List.of(nested));
        }
        List<Object> deep = nested;

        assertThatExceptionOfType(AttributeCodecException.class).isThrownBy(() -> strict.encode(deep));
    }

    @Test
    void decode_classThatIsNotAllowed_isRefused() throws IOException {
        byte[] bytes = serialized(new Price(BigDecimal.ONE, Currency.getInstance("EUR")));

        assertThatExceptionOfType(AttributeCodecException.class).isThrownBy(() -> strict.decode(bytes, LOADER));
        assertThat(allowing.decode(bytes, LOADER)).isInstanceOf(Price.class);
    }

    @Test
    void decode_anyGarbage_isRefused() {
        byte[] cut = strict.encode(List.of("a", "b"));

        for (int length = 0; length < cut.length; length++) {
            byte[] bytes = java.util.Arrays.copyOf(cut, length);
            assertThatExceptionOfType(AttributeCodecException.class).isThrownBy(() -> strict.decode(bytes, LOADER));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "com/myclothes", "com.myclothes.", "com..myclothes", "com.my-clothes", "*"})
    void javaSerialization_ofWhatIsNoPackage_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttributeCodec.javaSerialization(name))
                .withMessageContaining("com.myclothes");
    }

    @Test
    void decode_hugeArrayInAFewBytes_isRefused() {
        byte[] bytes = strict.encode(new long[0]);
        bytes[bytes.length - 4] = 0x7F;

        assertThatExceptionOfType(AttributeCodecException.class).isThrownBy(() -> strict.decode(bytes, LOADER));
    }

    private static byte[] serialized(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }
}

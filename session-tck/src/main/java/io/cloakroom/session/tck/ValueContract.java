package io.cloakroom.session.tck;

import static io.cloakroom.session.store.AttributeChange.ABSENT;
import static io.cloakroom.session.store.AttributeChange.ANY;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Any name and any bytes are kept as they are. */
abstract class ValueContract extends StoreBehaviour {

    /** Names that a store's own syntax may trip over, or take for fields of its own. */
    private static final List<String> NAMES = List.of(
            "",
            " ",
            "  ",
            "a.b.c",
            "a/b",
            "a:b",
            "a#b",
            "a{b}",
            "[0]",
            "$x",
            "%s",
            "'\"\\",
            "line\nfeed",
            "nul\0",
            "-1",
            "0",
            "1e3",
            "Cart",
            "cart",
            "größe",
            "gro\u0308ße",
            "購物車",
            "😀",
            "v",
            "version",
            "generation",
            "owner",
            "o",
            "expiresAt",
            "createdAt",
            "pk",
            "sk",
            "ttl",
            "__proto__",
            "x".repeat(2_000));

    @Test
    void create_anyName_isKept() {
        Map<String, StoredAttribute> attributes = namedAfterThemselves();

        StoreKey key = created(new SessionRecord(newMetadata(LIFE), attributes));

        assertThat(loaded(key).attributes()).isEqualTo(attributes);
    }

    @Test
    void save_anyName_isPutCheckedAndRemoved() {
        StoreKey key = created(new SessionRecord(newMetadata(LIFE), Map.of()));

        for (String name : NAMES) {
            Delta put = delta(1).put(name, value("first"), ABSENT);
            long version = loaded(key).metadata().version() + 1;
            assertApplied(store().save(key, put.build()), version, 1);
            assertApplied(
                    store().save(key, delta(1).put(name, value(name), version).build()), version + 1, 1);
        }
        assertThat(loaded(key).attributes()).hasSize(NAMES.size());
        NAMES.forEach(name -> assertThat(attribute(loaded(key), name).value()).isEqualTo(value(name)));

        Delta removal = delta(1);
        NAMES.forEach(name -> removal.remove(name, attribute(loaded(key), name).version()));
        store().save(key, removal.build());
        assertThat(loaded(key).attributes()).isEmpty();
    }

    @Test
    void changeId_anyName_isKept() {
        Map<String, StoredAttribute> attributes = namedAfterThemselves();
        StoreKey from = created(new SessionRecord(newMetadata(LIFE), attributes));
        StoreKey to = newKey();

        store().changeId(from, to, delta(1).build());

        assertThat(loaded(to).attributes()).isEqualTo(attributes);
    }

    @Test
    void anyValue_isKept() {
        byte[] allBytes = new byte[512];
        IntStream.range(0, allBytes.length).forEach(i -> allBytes[i] = (byte) i);
        List<EncodedValue> values = List.of(
                EncodedValue.of(new byte[0]),
                EncodedValue.of(new byte[] {0}),
                EncodedValue.of(new byte[] {'\r', '\n'}),
                EncodedValue.of(new byte[] {-1, -2, -128, 127}),
                EncodedValue.of(allBytes));
        StoreKey key = created();

        for (EncodedValue value : values) {
            StoreKey fresh = created(new SessionRecord(newMetadata(LIFE), Map.of("v", new StoredAttribute(value, 1))));
            store().save(key, delta(1).put("v", value, ANY).build());

            assertThat(attribute(loaded(fresh), "v").value()).isEqualTo(value);
            assertThat(attribute(loaded(key), "v").value()).isEqualTo(value);
        }
    }

    @Test
    void largestValue_isKept() {
        byte[] bytes = new byte[underTest().largestValue()];
        new SplittableRandom(bytes.length).nextBytes(bytes);
        EncodedValue large = EncodedValue.of(bytes);
        StoreKey key = created();

        store().save(key, delta(1).put("large", large, ABSENT).build());
        assertThat(attribute(loaded(key), "large").value()).isEqualTo(large);

        store().save(key, delta(1).put("large", value("small"), 2).build());
        assertThat(attribute(loaded(key), "large").value()).isEqualTo(value("small"));
    }

    @Test
    void largestValue_movesWithTheId() {
        byte[] bytes = new byte[underTest().largestValue()];
        new SplittableRandom(bytes.length).nextBytes(bytes);
        SessionRecord record =
                new SessionRecord(newMetadata(LIFE), Map.of("large", new StoredAttribute(EncodedValue.of(bytes), 1)));
        StoreKey from = created(record);
        StoreKey to = newKey();

        store().changeId(from, to, delta(1).build());

        assertThat(loaded(to).attributes()).isEqualTo(record.attributes());
    }

    @Test
    void manyAttributes_areKept() {
        Map<String, StoredAttribute> attributes = IntStream.range(0, 300)
                .boxed()
                .collect(Collectors.toMap(i -> "attribute-" + i, i -> new StoredAttribute(value("" + i), 1)));

        StoreKey key = created(new SessionRecord(newMetadata(LIFE), attributes));

        assertThat(loaded(key).attributes()).isEqualTo(attributes);
    }

    private static Map<String, StoredAttribute> namedAfterThemselves() {
        return NAMES.stream().collect(Collectors.toMap(Function.identity(), n -> new StoredAttribute(value(n), 1)));
    }
}

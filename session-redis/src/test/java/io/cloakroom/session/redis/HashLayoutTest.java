package io.cloakroom.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.AttributeChange.Put;
import io.cloakroom.session.store.AttributeChange.Remove;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.RedisServer;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stored format is a promise to the instances of other versions, so it is written down here once more. */
class HashLayoutTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00.123Z");
    private static final String PREFIX = "shop:";
    private static final String[] FIELDS = {
        "f",
        "1",
        "v",
        "3",
        "g",
        "2",
        "c",
        "1893455000123",
        "l",
        "1893455999123",
        "i",
        "1800000",
        "d",
        "1893498200123",
        "x",
        "1893457799123",
        "o",
        "1893455000123:7:Firefoxalice",
        "@cart",
        "3:shoes",
        "@",
        "1:"
    };
    private static final SessionRecord RECORD = new SessionRecord(
            new SessionMetadata(
                    Instant.ofEpochMilli(1893455000123L),
                    Instant.ofEpochMilli(1893455999123L),
                    Duration.ofMinutes(30),
                    Instant.ofEpochMilli(1893498200123L),
                    Instant.ofEpochMilli(1893457799123L),
                    2,
                    3,
                    new SessionOwner("alice", Instant.ofEpochMilli(1893455000123L), "Firefox")),
            Map.of(
                    "cart", new StoredAttribute(EncodedValue.of("shoes".getBytes(UTF_8)), 3),
                    "", new StoredAttribute(EncodedValue.of(new byte[0]), 1)));

    private final RedisServer redis = RedisServer.shared();
    private final StoreKey key = Samples.newKey();
    private RedisSessionStore store;

    @BeforeEach
    void open() {
        store = RedisSessionStore.builder(RedisURI.create(redis.uri()))
                .keyPrefix(PREFIX)
                .clock(ManualClock.startingAt(NOW))
                .build();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void load_fieldsOfFormat1_isTheRecord() {
        hset(FIELDS);

        assertThat(store.load(key)).isEqualTo(new Found(RECORD));
    }

    @Test
    void create_record_writesTheFieldsOfFormat1() {
        store.create(key, RECORD);

        for (int i = 0; i < FIELDS.length; i += 2) {
            assertThat(redis.execute("HGET", PREFIX + key, FIELDS[i])).isEqualTo(FIELDS[i + 1]);
        }
        assertThat(redis.execute("HGET", PREFIX + key, "w")).matches("[0-9a-z]{1,13}");
        assertThat(redis.execute("HGET", PREFIX + key, "s")).matches("[0-9a-z]{1,13}");
        assertThat(redis.execute("HLEN", PREFIX + key)).isEqualTo("" + (FIELDS.length / 2 + 2));
    }

    @Test
    void load_laterFormat_saysToUpgrade() {
        hset(FIELDS);
        hset("f", "2");

        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> store.load(key))
                .withMessageContaining("the format 2")
                .withMessageContaining("upgrade");
    }

    @Test
    void load_fieldUnknown_isIgnored() {
        hset(FIELDS);
        hset("z", "of a later version");

        assertThat(store.load(key)).isEqualTo(new Found(RECORD));
    }

    @Test
    void load_hashOfSomebodyElse_isNoSession() {
        hset("name", "x");

        assertThat(store.load(key)).isEqualTo(new NotFound());
    }

    @Test
    void load_fieldMissing_saysSo() {
        hset("f", "1", "v", "1");

        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> store.load(key))
                .withMessageContaining("lacks the field c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shoes", ":shoes", "x:shoes"})
    void load_attributeWithoutAVersion_saysSo(String value) {
        hset(FIELDS);
        hset("@cart", value);

        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> store.load(key))
                .withMessageContaining("has no version");
    }

    @Test
    void create_record_outlivesItsExpiryByTheGrace() {
        store.create(key, RECORD);

        Duration life = Duration.between(NOW, RECORD.metadata().expiresAt());
        assertTtlWithin(key, life, life.plusMinutes(1));
    }

    @Test
    void save_later_outlivesTheNewExpiryByTheGrace() {
        store.create(key, RECORD);

        store.save(key, Samples.changes().forGeneration(2));

        LoadOutcome outcome = store.load(key);
        Duration life =
                Duration.between(NOW, ((Found) outcome).record().metadata().expiresAt());
        assertTtlWithin(key, life, life.plusMinutes(1));
    }

    @Test
    void delete_leavesATraceForTwoMinutes() {
        store.create(key, RECORD);

        store.delete(key, 2);

        assertThat(redis.execute("HGETALL", PREFIX + key)).isEqualTo("deleted\n1");
        assertTtlWithin(key, Duration.ofMinutes(1), Duration.ofMinutes(2));
    }

    @Test
    void changeId_leavesAPointerForTwoMinutes() {
        StoreKey next = Samples.newKey();
        store.create(key, RECORD);

        store.changeId(key, next, Samples.changes().forGeneration(2));

        assertThat(redis.execute("HMGET", PREFIX + key, "g", "to", "v")).isEqualTo("2\n" + next + "\n");
        assertTtlWithin(key, Duration.ofMinutes(1), Duration.ofMinutes(2));
    }

    /** More than the stack of Lua holds at once. */
    @Test
    void everyScript_thousandsOfAttributes_keepsThem() {
        Map<String, StoredAttribute> many = IntStream.range(0, 9_000)
                .boxed()
                .collect(toMap(i -> "attribute-" + i, i -> new StoredAttribute(Samples.value("" + i), 1)));
        StoreKey next = Samples.newKey();

        store.create(key, new SessionRecord(RECORD.metadata(), many));
        store.changeId(key, next, changes(2, many.keySet(), new Put(Samples.value("x"), 1)));
        assertThat(((Found) store.load(next)).record().attributes())
                .hasSize(9_000)
                .allSatisfy((name, attribute) -> {
                    assertThat(attribute).isEqualTo(new StoredAttribute(Samples.value("x"), 4));
                });

        store.save(next, changes(3, many.keySet(), new Remove(4)));
        assertThat(((Found) store.load(next)).record().attributes()).isEmpty();
    }

    private static SessionChanges changes(long generation, Set<String> names, AttributeChange change) {
        return new SessionChanges(
                generation, Samples.access(), names.stream().collect(toMap(name -> name, name -> change)), null, null);
    }

    private void assertTtlWithin(StoreKey storeKey, Duration least, Duration most) {
        Duration ttl = Duration.ofMillis(Long.parseLong(redis.execute("PTTL", PREFIX + storeKey)));
        assertThat(ttl).isBetween(least, most);
    }

    private void hset(String... fields) {
        List<String> command = new ArrayList<>(List.of("HSET", PREFIX + key));
        command.addAll(List.of(fields));
        redis.execute(command.toArray(String[]::new));
    }
}

package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.CacheAside;
import io.cloakroom.cache.KeyCodec;
import io.cloakroom.cache.Source;
import io.cloakroom.cache.ValueCodec;
import io.cloakroom.cache.tier.SharedEntry;
import io.cloakroom.cache.tier.SharedEntry.Kind;
import io.cloakroom.testservers.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever lies in Redis: what cannot be read is a miss, never an error. */
final class UnreadableEntryTest {

    private final RedisServer server = RedisServer.shared();
    private final RedisClient client = RedisClient.create(server.uri());
    private final Source source = new Source().with("k", "value");

    @BeforeEach
    void forgetAll() {
        server.execute("FLUSHALL");
    }

    @AfterEach
    void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
    }

    static Stream<Arguments> damages() {
        byte[] intact = EntryFormat.write(
                new SharedEntry(Kind.VALUE, 2, 0, Duration.ZERO, Map.of(), new byte[] {'o', 'l', 'd'}),
                UUID.randomUUID());
        return Stream.of(
                Arguments.of("nothing", new byte[0]),
                Arguments.of("too short", new byte[] {1, 2, 3}),
                Arguments.of("header cut", Arrays.copyOf(intact, 41)),
                Arguments.of("payload cut", Arrays.copyOf(intact, intact.length - 1)),
                Arguments.of("other magic", with(intact, 0, 0)),
                Arguments.of("later format", with(intact, 2, 3)),
                Arguments.of("unknown kind", with(intact, 3, 4)),
                Arguments.of("negative kind", with(intact, 3, -1)),
                Arguments.of("more stamps than there are bytes", resealed(with(intact, 42, 9))),
                Arguments.of("other codec", with(intact, 5, 9)),
                Arguments.of("negative load time", with(intact, 18, 0xFF)),
                Arguments.of("payload changed", with(intact, 44, 'x')));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void get_damagedEntry_isAMissAndIsReplaced(String name, byte[] stored) {
        store(stored);
        try (Node node = Node.start(server, source);
                Node other = Node.start(server, source)) {

            assertThat(node.get("k")).isEqualTo("value");
            assertThat(other.get("k")).isEqualTo("value");

            assertThat(source.loads()).isEqualTo(1);
            assertThat(node.cache().inspect().shared().unreadable()).isEqualTo(1);
            assertThat(node.cache().inspect().shared().failures()).isZero();
        }
    }

    @Test
    void get_wrongTypeInRedis_isServedFromTheSource() {
        server.execute("LPUSH", new KeyNames(Node.NAMESPACE).entry("k"), "a list");
        try (Node node = Node.start(server, source)) {

            assertThat(node.get("k")).isEqualTo("value");
        }
    }

    @Test
    void get_otherSchemaOfTheSameAge_eachNodeReadsItsOwn() {
        try (Node before = Node.start(server, source, builder -> builder.schemaVersion(1));
                Node after = Node.start(server, source, builder -> builder.schemaVersion(2))) {
            assertThat(before.get("k")).isEqualTo("value");
            assertThat(after.get("k")).isEqualTo("value");
            source.with("k", "new");

            before.cache().invalidate("k");
            after.hearReports();

            assertThat(after.get("k")).isEqualTo("new");
            assertThat(before.get("k")).isEqualTo("new");
            assertThat(before.cache().inspect().shared().unreadable()).isPositive();
        }
    }

    @Test
    void get_valueThatTheCodecRefuses_isServedButNotShared() {
        try (RedisTier redis = RedisTier.create(server.uri())) {
            CacheAside<String, String> cache = CacheAside.<String, String>builder("refused", source)
                    .keys(KeyCodec.strings())
                    .values(new Refusing())
                    .sharedIn(redis)
                    .build();

            assertThat(cache.get("k")).hasValue("value");
            assertThat(cache.get("k")).hasValue("value");
            // nobody waits for the lease to be released
            Await.until(
                    "nothing left", () -> server.execute("KEYS", "refused:*").isEmpty());
        }
    }

    private static final class Refusing implements ValueCodec<String> {

        @Override
        public int id() {
            return 64;
        }

        @Override
        public byte[] encode(String value) {
            throw new IllegalArgumentException("not this one");
        }

        @Override
        public String decode(byte[] payload) {
            throw new IllegalArgumentException("nor this one");
        }
    }

    private void store(byte[] bytes) {
        try (var connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE))) {
            connection.sync().set(new KeyNames(Node.NAMESPACE).entry("k"), bytes);
        }
    }

    /** With a checksum that fits: the damage is not the wire's. */
    private static byte[] resealed(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, 10);
        crc.update(bytes, 18, 20);
        crc.update(bytes, 42, bytes.length - 42);
        ByteBuffer.wrap(bytes).putInt(38, (int) crc.getValue());
        return bytes;
    }

    private static byte[] with(byte[] bytes, int offset, int value) {
        byte[] changed = bytes.clone();
        changed[offset] = (byte) value;
        return changed;
    }
}

package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.cache.CacheAside;
import io.cloakroom.cache.CacheLoader;
import io.cloakroom.cache.KeyCodec;
import io.cloakroom.cache.ValueCodec;
import io.cloakroom.cache.json.JsonValueCodec;
import io.cloakroom.testservers.RedisServer;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two versions of an application run side by side, and between them the class of the values has changed: it lost a
 * component, got one, and one of them means something else. Nobody gets an exception or a value of the other's meaning.
 */
final class TwoVersionsTest {

    private static final String BEFORE =
            "package shop; public record Product(String sku, String name, int price) implements java.io.Serializable {}";
    private static final String AFTER = "package shop; public record Product(String sku, long price, String category)"
            + " implements java.io.Serializable {}";

    private final RedisServer server = RedisServer.shared();

    @TempDir
    Path folder;

    enum Format {
        SERIALIZED,
        JSON
    }

    /** One version of the application: its class of the values, and how it makes one. */
    private record Version(Class<? extends Serializable> type, CacheLoader<String, Object> loader) {}

    @BeforeEach
    void forgetAll() {
        server.execute("FLUSHALL");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void get_eachVersionWithItsSchema_readsItsOwnValues(Format format) throws Exception {
        Version before = before();
        Version after = after();
        try (RedisTier first = tier();
                RedisTier second = tier()) {
            CacheAside<String, Object> old = cache(before, first, format, 1);
            CacheAside<String, Object> young = cache(after, second, format, 2);

            for (int round = 0; round < 5; round++) {
                assertThat(old.get("a").orElseThrow())
                        .isInstanceOf(before.type)
                        .hasToString("Product[sku=a, name=coat, price=99]");
                assertThat(young.get("a").orElseThrow())
                        .isInstanceOf(after.type)
                        .hasToString("Product[sku=a, price=9900, category=coats]");
                old.invalidate("a");
            }

            assertThat(old.inspect().loads().failed()).isZero();
            assertThat(young.inspect().shared().failures()).isZero();
        }
    }

    /* Whoever forgets the schema version gets what the codec makes of it, but neither an exception nor a foreign class. */
    @ParameterizedTest
    @EnumSource(Format.class)
    void get_sameSchemaForgotten_noExceptionAndTheRightClass(Format format) throws Exception {
        Version before = before();
        Version after = after();
        try (RedisTier first = tier();
                RedisTier second = tier()) {
            CacheAside<String, Object> old = cache(before, first, format, 0);
            CacheAside<String, Object> young = cache(after, second, format, 0);

            assertThat(old.get("a").orElseThrow()).isInstanceOf(before.type);
            assertThat(young.get("a").orElseThrow()).isInstanceOf(after.type);
            old.invalidate("a");
            assertThat(young.get("a").orElseThrow()).isInstanceOf(after.type);
            assertThat(old.get("a").orElseThrow()).isInstanceOf(before.type);
        }
    }

    @Test
    void get_oneVersionChangedTheCodec_eachReadsItsOwnValues() throws Exception {
        Version before = before();
        try (RedisTier first = tier();
                RedisTier second = tier()) {
            CacheAside<String, Object> old = cache(before, first, Format.SERIALIZED, 0);
            CacheAside<String, Object> young = cache(before, second, Format.JSON, 0);

            assertThat(old.get("a")).isPresent();
            assertThat(young.get("a")).isEqualTo(old.get("a"));
            assertThat(young.inspect().shared().unreadable()).isEqualTo(1);
        }
    }

    /** Waits for Redis as long as a busy machine may need. */
    private RedisTier tier() {
        return RedisTier.builder(server.uri())
                .readTimeout(Duration.ofSeconds(10))
                .invalidationTimeout(Duration.ofSeconds(10))
                .connectTimeout(Duration.ofSeconds(10))
                .heartbeat(Duration.ofSeconds(20))
                .build();
    }

    private Version before() throws Exception {
        Class<? extends Serializable> type = compile("before", BEFORE);
        var constructor = type.getConstructor(String.class, String.class, int.class);
        return new Version(type, key -> constructor.newInstance(key, "coat", 99));
    }

    private Version after() throws Exception {
        Class<? extends Serializable> type = compile("after", AFTER);
        var constructor = type.getConstructor(String.class, long.class, String.class);
        return new Version(type, key -> constructor.newInstance(key, 9_900L, "coats"));
    }

    private static CacheAside<String, Object> cache(Version version, RedisTier tier, Format format, int schema) {
        return CacheAside.<String, Object>builder("versions", version.loader)
                .keys(KeyCodec.strings())
                .values(codec(version, format))
                .schemaVersion(schema)
                .sharedIn(tier)
                .build();
    }

    @SuppressWarnings("unchecked") // values of either class are objects
    private static ValueCodec<Object> codec(Version version, Format format) {
        ValueCodec<?> codec =
                format == Format.JSON ? JsonValueCodec.of(version.type) : ValueCodec.serialized(version.type);
        return (ValueCodec<Object>) codec;
    }

    private Class<? extends Serializable> compile(String name, String source)
            throws IOException, ClassNotFoundException {
        Path sources =
                Files.createDirectories(folder.resolve(name).resolve("shop")).resolve("Product.java");
        Files.writeString(sources, source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            null,
                            files,
                            null,
                            List.of("-d", folder.resolve(name).toString(), "-proc:none"),
                            null,
                            files.getJavaFileObjects(sources))
                    .call();
            assertThat(compiled).isTrue();
        }
        var loader = new URLClassLoader(new URL[] {url(folder.resolve(name))}, TwoVersionsTest.class.getClassLoader());
        return loader.loadClass("shop.Product").asSubclass(Serializable.class);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}

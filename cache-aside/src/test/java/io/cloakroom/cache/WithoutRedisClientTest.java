package io.cloakroom.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import org.junit.jupiter.api.Test;

/** A cache in process only works in an application that has no Redis client. */
final class WithoutRedisClientTest {

    /** Runs in a class loader that sees this module and Caffeine, and nothing else. */
    public static final class Application implements Runnable {

        @Override
        public void run() {
            CacheAside<String, Integer> lengths = CacheAside.<String, Integer>builder("lengths", String::length)
                    .build();
            if (lengths.get("coat").orElseThrow() != 4) {
                throw new AssertionError("wrong");
            }
            lengths.invalidate("coat");
        }
    }

    @Test
    void get_lettuceIsNotThere_works() throws Exception {
        URL[] path = {locationOf(CacheAside.class), locationOf(Application.class), locationOf(Caffeine.class)};
        try (var loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            assertThat(isThere("io.lettuce.core.RedisClient", loader)).isFalse();

            Class<?> application = Class.forName(Application.class.getName(), true, loader);
            ((Runnable) application.getConstructor().newInstance()).run();

            assertThat(application.getClassLoader()).isSameAs(loader);
        }
    }

    private static boolean isThere(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static URL locationOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source.getLocation();
    }
}

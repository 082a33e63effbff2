package io.cloakroom.session.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.cloakroom.session.SessionEvents;
import io.cloakroom.session.SessionFilter;
import io.cloakroom.session.store.InMemorySessionStore;
import jakarta.servlet.Filter;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

/** The filter works in an application that has no Micrometer. */
final class WithoutMicrometerTest {

    /** Runs in a class loader that sees this module, Caffeine and the Servlet API, and nothing else. */
    public static final class Application implements Runnable {

        @Override
        public void run() {
            SessionFilter filter = SessionFilter.builder(InMemorySessionStore.create())
                    .events(new SessionEvents() {})
                    .build();
            filter.destroy();
        }
    }

    @Test
    void build_micrometerIsNotThere_works() throws Exception {
        URL[] path = {
            locationOf(SessionFilter.class),
            locationOf(Application.class),
            locationOf(Caffeine.class),
            locationOf(Filter.class)
        };
        try (var loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            assertThat(isThere("io.micrometer.core.instrument.MeterRegistry", loader))
                    .isFalse();

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
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}

package io.cloakroom.session;

import io.cloakroom.session.codec.AttributeCodec;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoredAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What several threads of one request, or all requests of a filter, share: each history has to be a serial one. */
@Timeout(300)
@Tag("lincheck")
@Tag("long")
final class SharedStateTest {

    /** Held, because the log manager forgets loggers that nobody holds. */
    private static final Logger LOG = Logger.getLogger(SessionFilter.class.getName());

    @BeforeAll
    static void silenceTheBreaker() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void letTheBreakerSpeak() {
        LOG.setLevel(null);
    }

    @Test
    @DisplayName("44: attributes used by several threads while one of them saves: model checking")
    void attributes_modelChecked_areLinearizable() {
        new ModelCheckingOptions()
                .iterations(15)
                .invocationsPerIteration(300)
                .threads(2)
                .actorsPerThread(3)
                .check(Attributes.class);
    }

    @Test
    @DisplayName("44: attributes used by several threads while one of them saves: stress")
    void attributes_underStress_areLinearizable() {
        new StressOptions()
                .iterations(5)
                .invocationsPerIteration(200)
                .threads(2)
                .actorsPerThread(3)
                .check(Attributes.class);
    }

    @Test
    @DisplayName("the circuit breaker counts every failure and lets one probe through")
    void circuitBreaker_underStress_isLinearizable() {
        new StressOptions()
                .iterations(5)
                .invocationsPerIteration(200)
                .threads(2)
                .actorsPerThread(5)
                .check(Breaker.class);
    }

    /** One attribute that is stored and one that is not. */
    @Param(name = "name", gen = IntGen.class, conf = "0:1")
    @Param(name = "value", gen = IntGen.class, conf = "1:3")
    public static final class Attributes {

        private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
        private static final SessionMetadata METADATA = new SessionMetadata(
                NOW, NOW, Duration.ofMinutes(30), NOW.plusSeconds(60), NOW.plusSeconds(60), 1, 1, null);

        private final AttributeFormat format = new AttributeFormat(
                new ByteCodec(), List.of(), new SizeLimits(100, 1000), new GuardedEvents(List.of()));
        private final SessionAttributes attributes = SessionAttributes.of(
                new SessionRecord(METADATA, Map.of("0", new StoredAttribute(format.encode("0", 7), 1))),
                format,
                AttributePolicies.DEFAULT,
                SharedStateTest.class.getClassLoader());

        @Operation
        public @Nullable Object get(@Param(name = "name") int name) {
            return attributes.get("" + name);
        }

        @Operation
        public void set(@Param(name = "name") int name, @Param(name = "value") int value) {
            attributes.set("" + name, value);
        }

        @Operation
        public void remove(@Param(name = "name") int name) {
            attributes.remove("" + name);
        }

        /** As {@code LiveSession} does, with a store that always agrees. Only one thread at a time saves there. */
        @Operation(nonParallelGroup = "saving")
        public void save() {
            SessionAttributes.Delta delta = attributes.delta();
            Map<String, StoredAttribute> stored = new HashMap<>();
            delta.seen().forEach((name, seen) -> {
                EncodedValue encoded = seen.encoded();
                if (encoded != null) {
                    stored.put(name, new StoredAttribute(encoded, 2));
                }
            });
            attributes.saved(delta, new SessionRecord(METADATA, stored));
        }
    }

    /** Time stands still: once open, it stays so until somebody succeeds. */
    public static final class Breaker {

        private final CircuitBreaker breaker = new CircuitBreaker(Duration.ofSeconds(1), () -> 0);

        @Operation
        public boolean tryEnter() {
            return breaker.tryEnter();
        }

        @Operation
        public void failed() {
            breaker.failed();
        }

        @Operation
        public void succeeded() {
            breaker.succeeded();
        }
    }

    /** Small numbers in one byte, so that what is checked is not the serialization of the JDK. */
    private static final class ByteCodec implements AttributeCodec {

        @Override
        public int id() {
            return 1;
        }

        @Override
        public byte[] encode(Object value) {
            return new byte[] {((Integer) value).byteValue()};
        }

        @Override
        public Object decode(byte[] bytes, ClassLoader classLoader) {
            return (int) bytes[0];
        }
    }
}

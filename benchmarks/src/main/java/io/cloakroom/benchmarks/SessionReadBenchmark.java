package io.cloakroom.benchmarks;

import io.cloakroom.session.redis.RedisSessionStore;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import io.cloakroom.testservers.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Reading a session of one attribute from Redis: the store, and the bare command that it sends, as the limit. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Threads(8)
@SuppressWarnings("NullAway.Init") // JMH calls start() first
public class SessionReadBenchmark {

    private static final StoreKey KEY = StoreKey.ofSessionId("benchmark");
    private static final String PREFIX = "benchmark:";

    /** Size of the attribute in bytes. */
    @Param({"1024", "10240"})
    int size;

    private RedisServer server;
    private RedisClient client;
    private StatefulRedisConnection<byte[], byte[]> bare;
    private RedisSessionStore store;
    private final byte[] bareKey = (PREFIX + KEY.value()).getBytes(StandardCharsets.UTF_8);

    /** Creates a state. */
    public SessionReadBenchmark() {}

    /** Starts Redis and stores the session. */
    @Setup
    public void start() {
        server = RedisServer.start();
        String uri = "redis://127.0.0.1:" + server.port();
        client = RedisClient.create(uri);
        bare = client.connect(ByteArrayCodec.INSTANCE);
        store = RedisSessionStore.builder(io.lettuce.core.RedisURI.create(uri))
                .keyPrefix(PREFIX)
                .build();
        Instant now = Instant.now();
        Instant end = now.plus(Duration.ofHours(1));
        SessionMetadata metadata = new SessionMetadata(now, now, Duration.ofMinutes(30), end, end, 1, 1, null);
        StoredAttribute attribute = new StoredAttribute(EncodedValue.of(new byte[size]), 1);
        store.create(KEY, new SessionRecord(metadata, Map.of("cart", attribute)));
    }

    /** Stops what was started. */
    @TearDown
    public void stop() {
        store.close();
        bare.close();
        client.shutdown(0, 1, TimeUnit.SECONDS);
        server.close();
    }

    /**
     * Reads through the store.
     *
     * @return the session
     */
    @Benchmark
    public LoadOutcome cloakroom() {
        return store.load(KEY);
    }

    /**
     * Sends the one command and decodes nothing.
     *
     * @return the fields
     */
    @Benchmark
    public Map<byte[], byte[]> bareHgetall() {
        return bare.sync().hgetall(bareKey);
    }
}

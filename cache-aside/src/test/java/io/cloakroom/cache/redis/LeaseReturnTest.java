package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.CacheAsideBuilder;
import io.cloakroom.cache.LoadFailedException;
import io.cloakroom.cache.Source;
import io.cloakroom.testservers.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A lease that cannot be used is given back at once: nobody else waits ten minutes for it. */
final class LeaseReturnTest {

    private final RedisServer server = RedisServer.start();
    private final Source source = new Source().with("k", "value").with("warm", "value");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void get_taggerThrows_anotherNodeLoadsAtOnce() {
        try (Node failing = node(builder -> builder.tags((key, value) -> {
                    throw new IllegalStateException("no tag");
                }));
                Node other = node(builder -> builder)) {
            assertThatThrownBy(() -> failing.get("k"))
                    .isInstanceOf(LoadFailedException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);

            assertThat(other.get("k")).isEqualTo("value");
        }
    }

    @Test
    void get_stampsCannotBeHad_theLeaseIsGivenBack() {
        String tag = new KeyNames(Node.NAMESPACE).tag("");
        String control = new KeyNames(Node.NAMESPACE).both("k")[1];
        try (Node node = node(builder -> builder)) {
            server.execute("LPUSH", tag, "not a stamp");

            assertThat(node.get("k")).isEqualTo("value");

            assertThat(node.cache().inspect().loads().uncoordinated()).isEqualTo(1);
            Await.until("given back", () -> server.execute("EXISTS", control).equals("0"));
        }
    }

    @Test
    void get_leaseIsGrantedTooLate_anotherNodeLoadsAtOnce() {
        RedisTierBuilder hurried = RedisTier.builder(server.uri())
                .readTimeout(Duration.ofMillis(300))
                .heartbeat(Duration.ofSeconds(50))
                .rest(1_000, Duration.ofMillis(1));
        try (Node node = Node.start(hurried, source, builder -> builder.leaseTime(Duration.ofMinutes(10)));
                Node other = node(builder -> builder)) {
            List.of(node, other).forEach(each -> each.get("warm"));
            server.execute("CLIENT", "PAUSE", "50000", "WRITE");
            assertThat(node.get("k")).isEqualTo("value");
            assertThat(node.cache().inspect().loads().uncoordinated()).isPositive();

            server.execute("CLIENT", "UNPAUSE");

            assertThat(other.get("k")).isEqualTo("value");
        }
    }

    private Node node(UnaryOperator<CacheAsideBuilder<String, String>> settings) {
        return Node.start(server, source, builder -> settings.apply(builder.leaseTime(Duration.ofMinutes(10))));
    }
}

package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.CacheStatistics;
import io.cloakroom.cache.InvalidationFailedException;
import io.cloakroom.cache.Source;
import io.cloakroom.testservers.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis freezes, dies, comes late: the application goes on. */
final class OutageTest {

    private static final Duration LONG = Duration.ofSeconds(50);

    private final RedisServer server = RedisServer.start();
    private final Source source = new Source().with("k", "old").with("other", "value");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void get_redisFrozen_costsOneReadTimeoutAndTheLoad() {
        try (Node node = node(LONG)) {
            node.get("other");
            server.suspend();

            assertThat(node.get("k")).isEqualTo("old");

            CacheStatistics.Shared shared = node.cache().inspect().shared();
            assertThat(shared.failures()).isEqualTo(1);
            assertThat(node.cache().inspect().loads().uncoordinated()).isEqualTo(1);
            server.resume();
        }
    }

    @Test
    void get_redisFrozenLonger_isNoLongerAskedAndNothingIsServedFromMemory() {
        try (Node node = node(Duration.ofMillis(100))) {
            node.get("k");
            assertThat(node.cache().inspect().local().on()).isTrue();
            server.suspend();
            Await.until(
                    "heartbeat missed", () -> !node.cache().inspect().local().on());
            source.with("k", "new");

            assertThat(node.get("k")).isEqualTo("new");

            server.resume();
            node.awaitLocalTier();
            // nobody could invalidate while Redis was frozen, so it may still have the old value
            Await.until("confirmed", () -> isInvalidated(node));
            assertThat(node.get("k")).isEqualTo("new");
        }
    }

    @Test
    void invalidate_redisFrozen_isReportedAndTheOwnCopyIsGone() {
        try (Node node = node(LONG)) {
            node.get("k");
            source.with("k", "new");
            server.suspend();

            assertThatThrownBy(() -> node.cache().invalidateAll(List.of("k", "other")))
                    .isInstanceOfSatisfying(
                            InvalidationFailedException.class,
                            failure -> assertThat(failure.unconfirmed()).isEqualTo(2))
                    .hasMessageContaining("things")
                    .hasMessageNotContaining("other]");

            assertThat(node.get("k")).isEqualTo("new");
            assertThat(node.cache().inspect().invalidated().unconfirmed()).isEqualTo(2);
            server.resume();
        }
    }

    @Test
    void get_redisKilled_loadsAndRecovers() {
        try (Node node = node(LONG)) {
            node.get("k");
            server.kill();
            Await.until("noticed", () -> !node.cache().inspect().local().on());
            source.with("k", "new");

            assertThat(node.get("k")).isEqualTo("new");
            assertThatThrownBy(() -> node.cache().invalidate("k")).isInstanceOf(InvalidationFailedException.class);

            server.restart();
            node.awaitLocalTier();
            Await.until("stored again", () -> {
                node.get("k");
                return node.cache().getIfPresent("k").isPresent();
            });
            assertThat(node.get("k")).isEqualTo("new");
        }
    }

    @Test
    void build_redisDown_worksAndConnectsLater() {
        server.kill();
        try (Node node = node(LONG)) {
            assertThat(node.get("k")).isEqualTo("old");
            assertThat(node.cache().getIfPresent("k")).isEmpty();

            server.restart();
            node.awaitLocalTier();
        }
    }

    @Test
    void get_afterTheTierIsClosed_loads() {
        Node node = node(LONG);
        node.get("k");
        node.close();
        source.with("k", "new");

        assertThat(node.get("k")).isEqualTo("new");
    }

    private Node node(Duration heartbeat) {
        RedisTierBuilder tier = RedisTier.builder(server.uri())
                .readTimeout(Duration.ofMillis(200))
                .invalidationTimeout(Duration.ofMillis(200))
                .connectTimeout(Duration.ofSeconds(2))
                .heartbeat(heartbeat);
        return Node.start(tier, source, builder -> builder);
    }

    private static boolean isInvalidated(Node node) {
        try {
            node.cache().invalidate("k");
            return true;
        } catch (InvalidationFailedException e) {
            return false;
        }
    }
}

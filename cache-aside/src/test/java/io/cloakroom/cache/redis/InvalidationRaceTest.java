package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.Source;
import io.cloakroom.testservers.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A write and its invalidation come while a loader, which has read the old value, is still on its way: the old value
 * must neither be stored nor be served to anybody who came after the invalidation.
 */
final class InvalidationRaceTest {

    private final RedisServer server = RedisServer.shared();
    private final Source source = new Source().with("k", "old");

    private final List<Node> nodes = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private record Fleet(Node loading, Node writing) {}

    @BeforeEach
    void forgetAll() {
        server.execute("FLUSHALL");
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
        threads.shutdownNow();
    }

    @ParameterizedTest(name = "same node {0}, local size {1}")
    @CsvSource({"true, 1000", "false, 1000", "true, 0", "false, 0"})
    void invalidate_duringLoad_oldValueIsGone(boolean sameNode, int localSize) throws Exception {
        Fleet fleet = start(sameNode, localSize);
        Source.Hold hold = source.holdNextLoad();
        var early = CompletableFuture.supplyAsync(() -> fleet.loading.get("k"), threads);
        hold.awaitRead();

        source.with("k", "new");
        fleet.writing.cache().invalidate("k");
        var late = CompletableFuture.supplyAsync(() -> fleet.loading.get("k"), threads);
        Await.until(
                "the late caller loads or waits",
                () -> late.isDone() || fleet.loading.cache().inspect().local().joined() > 0 || source.loads() > 1);
        hold.release();

        assertThat(late.get()).isEqualTo("new");
        assertThat(early.get()).isIn("old", "new"); // it came before the write
        assertThat(fleet.loading.get("k")).isEqualTo("new");
        assertThat(fleet.writing.get("k")).isEqualTo("new");
        assertThat(fleet.loading.cache().inspect().shared().fencedCommits()).isEqualTo(1);
    }

    @ParameterizedTest(name = "same node {0}")
    @CsvSource({"true", "false"})
    void invalidate_duringLoadWithoutLateCaller_oldValueIsNotStored(boolean sameNode) throws Exception {
        Fleet fleet = start(sameNode, 1_000);
        Source.Hold hold = source.holdNextLoad();
        var early = CompletableFuture.supplyAsync(() -> fleet.loading.get("k"), threads);
        hold.awaitRead();

        source.with("k", "new");
        fleet.writing.cache().invalidate("k");
        hold.release();

        assertThat(early.get()).isEqualTo("old");
        assertThat(server.execute("KEYS", Node.NAMESPACE + ":*")).isEmpty();
        assertThat(fleet.loading.get("k")).isEqualTo("new");
        assertThat(fleet.writing.get("k")).isEqualTo("new");
    }

    private Fleet start(boolean sameNode, int localSize) {
        Node loading = node(localSize);
        return new Fleet(loading, sameNode ? loading : node(localSize));
    }

    private Node node(int localSize) {
        Node node = Node.start(server, source, builder -> builder.maximumSize(localSize));
        nodes.add(node);
        return node;
    }
}

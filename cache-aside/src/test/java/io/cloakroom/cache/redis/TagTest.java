package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.CacheAsideBuilder;
import io.cloakroom.cache.Source;
import io.cloakroom.testservers.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that have a tag in common are forgotten together. The tag of a value here is what it has before its colon. */
final class TagTest {

    private final RedisServer server = RedisServer.shared();
    private final Source source =
            new Source().with("a", "red:old").with("b", "red:old").with("c", "blue:old");
    private final List<Node> nodes = new ArrayList<>();

    @BeforeEach
    void forgetAll() {
        server.execute("FLUSHALL");
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
    }

    @ParameterizedTest(name = "local size {0}")
    @CsvSource({"1000", "0"})
    void invalidateTags_forgetsThoseWithTheTagEverywhere(int localSize) throws IOException {
        Node node = node(localSize);
        Node other = node(localSize);
        for (String key : List.of("a", "b", "c")) {
            node.get(key);
            other.get(key);
        }
        assertThat(source.loads()).isEqualTo(3);
        source.with("a", "red:new").with("b", "red:new").with("c", "blue:new");

        node.cache().invalidateTags(List.of("red"));
        other.hearReports();

        assertThat(other.get("a")).isEqualTo("red:new");
        assertThat(node.get("b")).isEqualTo("red:new");
        assertThat(node.get("c")).isEqualTo("blue:old");
        assertThat(other.get("c")).isEqualTo("blue:old");
    }

    @Test
    void invalidateTags_costsOneCommand() throws IOException {
        Node node = node(1_000);
        node.cache().invalidateTags(List.of("so that Redis knows the script"));
        try (var log = CommandLog.of(server)) {
            assertThat(log.during(() -> node.cache().invalidateTags(List.of("red", "blue"))))
                    .containsExactly("evalsha");
        }
    }

    @Test
    void get_taggedEntryOfAnotherNode_costsAStampOnceThenOneCommand() throws IOException {
        Node node = node(0);
        Node other = node(0);
        node.get("a");
        node.get("b");
        try (var log = CommandLog.of(server)) {
            assertThat(log.during(() -> other.get("a"))).containsExactly("get", "evalsha");
            assertThat(log.during(() -> other.get("b"))).containsExactly("get");
        }
    }

    /* The tags of a value are known only after its load: a stamp taken then would hide what came in between. */
    @ParameterizedTest(name = "same node {0}, local size {1}")
    @CsvSource({"true, 1000", "false, 1000", "true, 0", "false, 0"})
    void invalidateTags_duringALoad_oldValueIsGone(boolean sameNode, int localSize) throws Exception {
        Node loading = node(localSize);
        Node writing = sameNode ? loading : node(localSize);
        Source.Hold hold = source.holdNextLoad();
        var early = Await.begin(() -> loading.get("a"));
        hold.awaitRead();
        source.with("a", "red:new");

        writing.cache().invalidateTags(List.of("red"));
        loading.hearReports();
        var late = Await.begin(() -> loading.get("a"));
        Await.until(
                "the late caller loads or waits",
                () -> late.isDone() || loading.cache().inspect().local().joined() > 0 || source.loads() > 1);
        hold.release();

        assertThat(late.get()).isEqualTo("red:new");
        assertThat(early.get()).isIn("red:old", "red:new");
        assertThat(loading.get("a")).isEqualTo("red:new");
        assertThat(writing.get("a")).isEqualTo("red:new");
    }

    @Test
    void invalidateTags_duringALoadThatTakesLong_laterCallersDoNotGetTheStaleValue() throws Exception {
        Node node = node(builder -> builder.timeToLive(Duration.ofMillis(40))
                .staleOnError(Duration.ofMinutes(5))
                .staleAfter(Duration.ofMillis(20))
                .loadTimeout(Duration.ofMinutes(1)));
        node.get("a");
        node.get("c");
        Source.Hold hold = source.holdNextLoad();
        int before = source.loads();
        Await.until("stale", () -> node.get("a").equals("red:old") && source.loads() > before);
        hold.awaitRead();
        source.with("a", "red:new");

        node.cache().invalidateTags(List.of("red"));
        long joined = node.cache().inspect().local().joined();
        var late = Await.begin(() -> node.get("a"));
        Await.until("joined", () -> node.cache().inspect().local().joined() > joined || late.isDone());
        // a timer that was set later has rung: that of the late caller has, too
        var released = new CountDownLatch(1);
        var entered = new CountDownLatch(1);
        Await.until("stale", () -> {
            String value = node.cache()
                    .get("c", key -> {
                        entered.countDown();
                        Await.passed(released);
                        return "blue:new";
                    })
                    .orElseThrow();
            return value.equals("blue:old") && entered.getCount() == 0;
        });
        released.countDown();
        hold.release();

        assertThat(late.get()).isEqualTo("red:new");
    }

    @Test
    void put_hasTagsToo() {
        Node node = node(1_000);
        node.cache().put("a", "blue:put");
        assertThat(node.get("a")).isEqualTo("blue:put");

        node.cache().invalidateTags(List.of("blue"));

        assertThat(node.get("a")).isEqualTo("red:old");
    }

    @Test
    void invalidateTags_badTag_isRefused() {
        Node node = node(1_000);

        assertThatThrownBy(() -> node.cache().invalidateTags(List.of("")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a tag must have 1 to 200 bytes");
        assertThatThrownBy(() -> node.cache().invalidateTags(List.of("*"))).hasMessageContaining("a tag must");
        assertThatThrownBy(() -> node.cache().async().invalidateTags(List.of("x".repeat(201))))
                .hasMessageContaining("a tag must");
    }

    private Node node(int localSize) {
        return node(builder -> builder.maximumSize(localSize));
    }

    private Node node(UnaryOperator<CacheAsideBuilder<String, String>> settings) {
        Node node = Node.start(
                server,
                source,
                builder ->
                        settings.apply(builder.tags((key, value) -> List.of(value.substring(0, value.indexOf(':'))))));
        nodes.add(node);
        return node;
    }
}

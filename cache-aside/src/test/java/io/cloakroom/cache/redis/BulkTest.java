package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.BulkLoader;
import io.cloakroom.cache.LoadFailedException;
import io.cloakroom.cache.Source;
import io.cloakroom.testservers.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many keys with one call. */
final class BulkTest {

    private final RedisServer server = RedisServer.shared();
    private final Source source = new Source();
    private final List<Collection<String>> bulkLoads = Collections.synchronizedList(new ArrayList<>());
    private final BulkLoader<String, String> bulk = (keys, context) -> {
        bulkLoads.add(List.copyOf(keys));
        return keys.stream()
                .filter(key -> !key.startsWith("none"))
                .collect(Collectors.toMap(key -> key, key -> "bulk " + key));
    };
    private final List<Node> nodes = new ArrayList<>();

    @BeforeEach
    void forgetAll() {
        server.execute("FLUSHALL");
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
    }

    /* One read, ten leases, one load, ten commits. */
    @Test
    void getAll_hundredWithTenMissing_costsWhatItShould() throws IOException {
        Node node = node(1_000);
        Node other = node(1_000);
        List<String> keys = keys(100);
        node.cache().getAll(keys.subList(0, 90));
        other.cache().get("warm up", key -> "warm");
        bulkLoads.clear();
        try (var log = CommandLog.of(server)) {
            List<String> commands = log.during(() -> {
                Map<String, String> values = other.cache().getAll(keys);
                assertThat(values).hasSize(100).containsEntry("k7", "bulk k7").containsEntry("k95", "bulk k95");
            });

            assertThat(commands.get(0)).isEqualTo("mget");
            assertThat(commands.subList(1, commands.size())).hasSize(20).containsOnly("evalsha");
            assertThat(log.during(() -> other.cache().getAll(keys))).isEmpty();
        }
        assertThat(bulkLoads)
                .singleElement()
                .satisfies(loaded -> assertThat(loaded).containsExactlyInAnyOrderElementsOf(keys.subList(90, 100)));
    }

    @ParameterizedTest(name = "local size {0}")
    @ValueSource(ints = {1_000, 0})
    void getAll_orderDuplicatesAndAbsentKeys_areRight(int localSize) {
        Node node = node(localSize);

        Map<String, String> values = node.cache().getAll(List.of("b", "none", "a", "b"));

        assertThat(values.keySet()).containsExactly("b", "a");
        assertThat(bulkLoads).singleElement().satisfies(keys -> assertThat(keys).hasSize(3));
        assertThat(node.cache().getAll(List.of())).isEmpty();
    }

    @Test
    void getAll_onTwoNodesAtOnce_eachKeyIsLoadedOnce() {
        Node node = node(1_000);
        Node other = node(0);
        List<String> keys = keys(50);
        List<String> backwards = new ArrayList<>(keys);
        Collections.reverse(backwards);

        var first = Await.begin(() -> node.cache().getAll(keys));
        var second = Await.begin(() -> other.cache().getAll(backwards));

        assertThat(first.join()).isEqualTo(second.join());
        // who waits for another loads nothing, and what is asked for later is loaded singly
        assertThat(bulkLoads.stream().flatMap(Collection::stream).toList()).doesNotHaveDuplicates();
        assertThat(bulkLoads.stream().mapToInt(Collection::size).sum() + source.loads())
                .isEqualTo(50);
    }

    @Test
    void getAll_invalidatedDuringTheLoad_laterCallersGetTheNewValues() throws Exception {
        Node node = node(1_000);
        Node other = node(1_000);
        Source.Hold hold = source.holdNextLoad();
        source.with("a", "old").with("b", "old");
        BulkLoader<String, String> slow = (keys, context) -> {
            var values = keys.stream().collect(Collectors.toMap(key -> key, key -> "old"));
            source.load("a");
            return values;
        };
        var early = Await.begin(() -> node.cache().getAll(List.of("a", "b"), slow));
        hold.awaitRead();
        source.with("a", "new").with("b", "new");

        other.cache().invalidateAll(List.of("a", "b"));
        node.hearReports();
        assertThat(other.cache().getAll(List.of("a"), single()).get("a")).isEqualTo("new");
        hold.release();

        assertThat(early.get().values()).isSubsetOf("old", "new");
        assertThat(node.cache().getAll(List.of("a", "b"), single()))
                .containsEntry("a", "new")
                .containsEntry("b", "new");
        assertThat(node.get("a")).isEqualTo("new");
    }

    @Test
    void getAll_bulkLoaderThrows_isReportedAndNothingIsBlocked() {
        Node node = node(1_000);
        var failure = new IOException("no database");

        assertThatThrownBy(() -> node.cache().getAll(List.of("a", "b"), (keys, context) -> {
                    throw failure;
                }))
                .isInstanceOf(LoadFailedException.class)
                .hasCause(failure);

        assertThat(node.cache().getAll(List.of("a", "b"))).hasSize(2);
    }

    @Test
    void getAll_withoutBulkLoader_loadsOneByOne() {
        Node node = Node.start(server, source.with("a", "1").with("b", "2"));
        nodes.add(node);

        assertThat(node.cache().getAll(List.of("a", "b", "none"))).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(source.loads()).isEqualTo(3);
    }

    @Test
    void getAll_contextOfTheBulkLoad_decidesForAll() {
        Node node = node(1_000);

        node.cache().getAll(List.of("a", "b"), (keys, context) -> {
            assertThat(context.timeLeft()).isPositive();
            context.timeToLive(Duration.ofMillis(30));
            return bulk.loadAll(keys, context);
        });

        Await.until(
                "both expired",
                () -> server.execute("KEYS", Node.NAMESPACE + ":*").isEmpty());
    }

    private BulkLoader<String, String> single() {
        return (keys, context) -> {
            var values = new java.util.HashMap<String, String>();
            for (String key : keys) {
                values.put(key, java.util.Objects.requireNonNull(source.load(key)));
            }
            return values;
        };
    }

    private Node node(int localSize) {
        Node node = Node.start(
                server, source, builder -> builder.maximumSize(localSize).bulkLoader(bulk));
        nodes.add(node);
        return node;
    }

    private static List<String> keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "k" + i).toList();
    }
}

package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.Source;
import io.cloakroom.testservers.RedisServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each call costs, counted by the server. */
final class CommandCountTest {

    private final RedisServer server = RedisServer.shared();
    private final Source source = new Source().with("a", "one").with("b", "two");
    private final Node node = Node.start(server, source);
    private final Node other = Node.start(server, source);

    @BeforeEach
    void forgetAll() {
        server.execute("FLUSHALL");
        node.cache().get("warm up: the server learns the scripts, the reports of the flush arrive", key -> "warm");
        node.hearReports();
        other.hearReports();
        // both have learned what the tag of all entries is stamped with
        node.cache().get("warm up", key -> "warm");
        other.cache().get("warm up", key -> "warm");
    }

    @AfterEach
    void close() {
        node.close();
        other.close();
    }

    @Test
    void get_cold_sendsOneGetAndTwoScripts() throws IOException {
        try (var log = CommandLog.of(server)) {
            List<String> commands = log.during(() -> node.get("a"));

            assertThat(commands).containsExactly("get", "evalsha", "evalsha");
        }
    }

    @Test
    void get_inRedis_sendsOneGetAndNothingElse() throws IOException {
        other.get("a");
        try (var log = CommandLog.of(server)) {
            List<String> commands = log.during(() -> node.get("a"));

            assertThat(commands).containsExactly("get");
        }
        assertThat(source.loads()).isEqualTo(1);
    }

    @Test
    void get_readBefore_sendsNothing() throws IOException {
        other.get("a");
        node.get("a");
        try (var log = CommandLog.of(server)) {
            List<String> commands = log.during(() -> node.get("a"));

            assertThat(commands).isEmpty();
        }
    }

    @Test
    void get_loadedBefore_sendsNothing() throws IOException {
        node.get("a");
        try (var log = CommandLog.of(server)) {
            List<String> commands = log.during(() -> node.get("a"));

            assertThat(commands).isEmpty();
        }
    }

    @Test
    void getIfPresent_sendsOneGetAtMost() throws IOException {
        try (var log = CommandLog.of(server)) {
            List<String> commands = log.during(() -> {
                assertThat(node.cache().getIfPresent("a")).isEmpty();
                node.get("b");
                assertThat(node.cache().getIfPresent("b")).hasValue("two");
                assertThat(other.cache().getIfPresent("b")).hasValue("two");
            });

            assertThat(commands).containsExactly("get", "get", "evalsha", "evalsha", "get");
        }
    }

    @Test
    void invalidateAll_sendsOneScriptForEachKey() throws IOException {
        node.cache().invalidate("a");
        try (var log = CommandLog.of(server)) {
            List<String> commands = log.during(() -> node.cache().invalidateAll(List.of("a", "b")));

            assertThat(commands).containsExactly("evalsha", "evalsha");
        }
    }

    @Test
    void get_loaderReturnsNull_isEmptyAndLeavesNothingBehind() {
        assertThat(node.cache().get("no such thing")).isEmpty();

        assertThat(node.cache().get("no such thing")).isEmpty();
        assertThat(source.loads()).isEqualTo(2);
        // nobody waits for the lease to be released
        Await.until(
                "nothing left", () -> server.execute("KEYS", "*no such thing*").isEmpty());
    }
}

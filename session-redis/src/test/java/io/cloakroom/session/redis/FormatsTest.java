package io.cloakroom.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ChangeOutcome.Conflict;
import io.cloakroom.session.store.ChangeOutcome.Moved;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import io.cloakroom.testservers.RedisServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two versions side by side on one server, as in a rolling deploy: this one, and the scripts of the first version that
 * wrote format 1, which knew neither {@code s} nor {@code w}.
 */
class FormatsTest {

    private static final String PREFIX = "cloakroom:session:";

    private final RedisServer redis = RedisServer.shared();
    private final StoreKey key = Samples.newKey();
    private RedisSessionStore store;

    @BeforeEach
    void open() {
        store = Topology.of(redis).nearCache(1 << 20).build();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void bothVersions_saveInTurns_seeEachOthersChanges() throws IOException {
        oldCreate();
        assertThat(cart()).isEqualTo("shoes");

        for (int version = 2; version < 10; version += 2) {
            assertThat(oldSave(version - 1, "old-" + version)).isEqualTo("applied\n" + version + "\n1");
            assertThat(cart()).isEqualTo("old-" + version);
            assertThat(newSave(version, "new-" + version)).isEqualTo(new Applied(version + 1, 1));
            assertThat(redis.execute("HGET", PREFIX + key, "@cart")).isEqualTo(version + 1 + ":new-" + version);
        }
    }

    @Test
    void bothVersions_saveAtOnce_oneConflicts() throws IOException {
        store.create(key, Samples.session());
        assertThat(oldSave(1, "old")).startsWith("applied");

        assertThat(store.save(key, Samples.changes(1))).isInstanceOf(Conflict.class);
        assertThat(oldSave(1, "old again")).startsWith("conflict");
    }

    @Test
    void bothVersions_moveASession_followEachOther() throws IOException {
        store.create(key, Samples.session());
        StoreKey second = Samples.newKey();
        StoreKey third = Samples.newKey();

        assertThat(oldChangeId(key, second, 1)).isEqualTo("applied\n2\n2");
        assertThat(store.load(key)).isEqualTo(new NotFound());
        assertThat(store.save(key, Samples.changes())).isEqualTo(new Moved(second, 2));
        assertThat(store.changeId(second, third, Samples.changes().forGeneration(2)))
                .isEqualTo(new Applied(3, 3));
        assertThat(oldChangeId(second, Samples.newKey(), 2)).isEqualTo("moved\n" + third + "\n3");
        assertThat(store.load(third)).isInstanceOf(Found.class);
    }

    @Test
    void bothVersions_endASession_itStaysEnded() throws IOException {
        store.create(key, Samples.session());

        assertThat(old(List.of("prelude", "delete"), List.of(key), "1", now(), "120000"))
                .startsWith("applied");

        assertThat(store.load(key)).isEqualTo(new NotFound());
        assertThat(oldSave(1, "late")).isEqualTo("gone");
    }

    private String cart() {
        SessionRecord record = ((Found) store.load(key)).record();
        StoredAttribute cart = Objects.requireNonNull(record.attributes().get("cart"));
        return new String(cart.value().toByteArray(), UTF_8);
    }

    private Object newSave(long expectedVersion, String cart) {
        AttributeChange put = new AttributeChange.Put(Samples.value(cart), expectedVersion);
        return store.save(key, new SessionChanges(1, Samples.access(), Map.of("cart", put), null, null));
    }

    private void oldCreate() throws IOException {
        String now = now();
        String end = later();
        old(
                List.of("prelude", "create"),
                List.of(key),
                ("1860000 f 1 v 1 g 1 c " + now + " l " + now + " i 1800000 d " + end + " x " + end + " @cart 1:shoes")
                        .split(" ", -1));
    }

    private String oldSave(long expectedVersion, String cart) throws IOException {
        return old(
                List.of("prelude", "changes", "save"),
                List.of(key),
                "1",
                now(),
                "60000",
                now(),
                later(),
                "",
                "",
                "@cart",
                "" + expectedVersion,
                "put",
                cart);
    }

    private String oldChangeId(StoreKey from, StoreKey to, long generation) throws IOException {
        return old(
                List.of("prelude", "changes", "change-id"),
                List.of(from, to),
                "" + generation,
                now(),
                "60000",
                now(),
                later(),
                "",
                "",
                to.value(),
                "120000");
    }

    private String old(List<String> files, List<StoreKey> keys, String... arguments) throws IOException {
        StringBuilder script = new StringBuilder();
        for (String file : files) {
            try (InputStream in = FormatsTest.class.getResourceAsStream("first-slice/" + file + ".lua")) {
                script.append(new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8));
            }
        }
        List<String> command = new ArrayList<>(List.of("EVAL", script.toString(), "" + keys.size()));
        keys.forEach(each -> command.add(PREFIX + each));
        command.addAll(List.of(arguments));
        return redis.execute(command.toArray(String[]::new));
    }

    private static String now() {
        return "" + System.currentTimeMillis();
    }

    private static String later() {
        return "" + (System.currentTimeMillis() + 1_800_000);
    }
}

package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ChangeOutcome.Conflict;
import io.cloakroom.session.store.ChangeOutcome.Gone;
import io.cloakroom.session.store.ChangeOutcome.Moved;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import io.cloakroom.testservers.RedisCluster;
import io.cloakroom.testservers.RedisServer;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that move between the slots of a cluster, with everything that may come between the steps. */
class ClusterTest {

    private static final String PREFIX = "cloakroom:session:";

    private static RedisCluster cluster;
    private InterruptedLink link;
    private RedisSessionStore store;
    private StoreKey from;
    private StoreKey to;

    @BeforeAll
    static void startCluster() {
        cluster = RedisCluster.start(3, 0);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void open() {
        open(Duration.ofSeconds(10));
    }

    private void open(Duration timeout) {
        FailureTranslation failures = new FailureTranslation("Redis Cluster", true);
        List<RedisURI> nodes = cluster.nodes().stream().map(Topology::uriOf).toList();
        link = new InterruptedLink(ClusterLink.open(nodes, new LinkOptions(failures, false, false)));
        RedisCommands commands = new RedisCommands(link, timeout, 0, failures);
        store = new RedisSessionStore(
                link, commands, new KeyNames(PREFIX), InstantSource.system(), Duration.ofSeconds(5), 0);
        from = Samples.newKey();
        to = keyElsewhere(from);
        teachTheScripts();
        store.create(from, Samples.session());
        // connects to both nodes, so that from now on each step is one command
        store.load(from);
        store.load(to);
    }

    private void teachTheScripts() {
        for (RedisServer node : cluster.nodes()) {
            for (LuaScript script :
                    List.of(LuaScript.SAVE, LuaScript.MOVE_READ, LuaScript.MOVE_IN, LuaScript.MOVE_OUT)) {
                node.execute("SCRIPT", "LOAD", script.text());
            }
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void changeId_toASlotOfTheSameNumber_isOneStep() {
        int slot = SlotHash.getSlot(PREFIX + from);
        StoreKey near = Stream.generate(Samples::newKey)
                .filter(key -> SlotHash.getSlot(PREFIX + key) == slot)
                .findFirst()
                .orElseThrow();

        assertThat(store.changeId(from, near, Samples.changes())).isEqualTo(new Applied(2, 2));

        assertThat(hget(near, "m")).isEmpty();
        assertThat(store.load(from)).isEqualTo(new NotFound());
        assertThat(store.load(near)).isInstanceOf(Found.class);
    }

    @Test
    void changeId_toAnotherSlot_keepsFieldsOfLaterVersions() {
        hset(from, "z", "of a later version");

        assertThat(store.changeId(from, to, Samples.changes())).isEqualTo(new Applied(2, 2));

        assertThat(hget(to, "z")).isEqualTo("of a later version");
        assertThat(hget(to, "m")).isEqualTo(from + ":2");
    }

    @Test
    void changeId_savedBetweenTheSteps_takesTheSaveAlong() {
        link.beforeCommand(3, () -> hset(from, "v", "2", "@wish", "2:hat"));

        assertThat(store.changeId(from, to, Samples.changes())).isEqualTo(new Applied(3, 2));

        SessionRecord moved = loaded(to);
        assertThat(moved.attributes())
                .containsEntry("wish", new StoredAttribute(Samples.value("hat"), 2))
                .containsEntry("cart", new StoredAttribute(Samples.value("shoes, hat"), 3));
        assertThat(store.load(from)).isEqualTo(new NotFound());
    }

    @Test
    void changeId_touchedBetweenTheSteps_keepsTheLaterEnd() {
        long later = loaded(from).metadata().expiresAt().toEpochMilli() + 3_600_000;
        link.beforeCommand(3, () -> hset(from, "x", "" + later));

        assertThat(store.changeId(from, to, Samples.changes())).isEqualTo(new Applied(2, 2));

        assertThat(loaded(to).metadata().expiresAt().toEpochMilli()).isEqualTo(later);
    }

    @Test
    void changeId_deletedBetweenTheSteps_isGoneAndLeavesNoCopy() {
        link.beforeCommand(3, () -> execute(from, "DEL"));

        assertThat(store.changeId(from, to, Samples.changes())).isEqualTo(new Gone());

        Waiting.until("the copy is gone", () -> execute(to, "EXISTS").equals("0"));
    }

    @Test
    void changeId_movedBySomebodyElseBetweenTheSteps_isMovedThere() {
        StoreKey elsewhere = Samples.newKey();
        link.beforeCommand(3, () -> hset(from, "to", elsewhere.value()));

        assertThat(store.changeId(from, to, Samples.changes())).isEqualTo(new Moved(elsewhere, 2));

        Waiting.until("the copy is gone", () -> execute(to, "EXISTS").equals("0"));
    }

    @Test
    void changeId_conflictAfterTheCopy_isAConflictAndLeavesNoCopy() {
        link.beforeCommand(3, () -> hset(from, "v", "2", "@cart", "2:hat"));

        assertThat(store.changeId(from, to, Samples.changes(1))).isInstanceOf(Conflict.class);

        Waiting.until("the copy is gone", () -> execute(to, "EXISTS").equals("0"));
        assertThat(loaded(from).metadata().version()).isEqualTo(2);
    }

    @Test
    void changeId_answerOfTheLastStepLost_isApplied() {
        link.beforeCommand(3, () -> {
            ChangeOutcome done = other(instance -> instance.changeId(from, to, Samples.changes()));
            assertThat(done).isEqualTo(new Applied(2, 2));
        });

        assertThat(store.changeId(from, to, Samples.changes())).isEqualTo(new Applied(2, 2));

        assertThat(loaded(to).metadata().generation()).isEqualTo(2);
    }

    @Test
    void changeId_instanceDiesBeforeTheLastStep_sessionIsUnderBothAndCanMoveAgain() {
        link.beforeCommand(3, () -> {
            throw new InstanceDied();
        });
        assertThatExceptionOfType(InstanceDied.class).isThrownBy(() -> store.changeId(from, to, Samples.changes()));

        assertThat(store.load(from)).isInstanceOf(Found.class);
        assertThat(store.load(to)).isInstanceOf(Found.class);
        assertThat(store.save(from, Samples.changes())).isEqualTo(new Applied(2, 1));
        assertThat(store.changeId(from, to, Samples.changes())).isEqualTo(new Applied(3, 2));
        assertThat(store.load(from)).isEqualTo(new NotFound());
        assertThat(loaded(to).metadata().version()).isEqualTo(3);
    }

    @Test
    void changeId_instanceDiesAfterReading_sessionIsWhereItWas() {
        link.beforeCommand(2, () -> {
            throw new InstanceDied();
        });
        assertThatExceptionOfType(InstanceDied.class).isThrownBy(() -> store.changeId(from, to, Samples.changes()));

        assertThat(store.load(from)).isInstanceOf(Found.class);
        assertThat(store.load(to)).isEqualTo(new NotFound());
    }

    @Test
    void changeId_changedAllTheTime_givesUpAndLeavesTheSession() {
        store.close();
        open(Duration.ofSeconds(1));
        AtomicInteger version = new AtomicInteger(1);
        Runnable[] change = new Runnable[1];
        change[0] = () -> {
            hset(from, "v", "" + version.incrementAndGet());
            link.beforeCommand(3, change[0]);
        };
        link.beforeCommand(3, change[0]);

        assertThatExceptionOfType(SessionStoreUnavailableException.class)
                .isThrownBy(() -> store.changeId(from, to, Samples.changes()));

        link.beforeCommand(0, () -> {});
        assertThat(store.load(from)).isInstanceOf(Found.class);
    }

    @Test
    void changeId_repeatedAfterItWasDone_isRecognised() {
        store.changeId(from, to, Samples.changes());
        store.save(to, Samples.changes().forGeneration(2));

        assertThat(store.changeId(from, to, Samples.changes())).isEqualTo(new Moved(to, 2));

        assertThat(loaded(to).metadata().version()).isEqualTo(3);
    }

    @Test
    void load_slotMovesToAnotherNode_followsIt() {
        RedisServer source = primaryOf(from);
        RedisServer target = primaryOf(to);
        migrate(from, source, target);

        assertThat(store.load(from)).isInstanceOf(Found.class);
        assertThat(store.save(from, Samples.changes())).isEqualTo(new Applied(2, 1));
        assertThat(primaryOf(from)).isSameAs(target);
    }

    @Test
    void save_slotMovesToAnotherNodeWhileWritesWaitForReplicas_findsIt() {
        try (RedisCluster replicated = RedisCluster.start(3, 1);
                RedisSessionStore careful = careful(replicated, Duration.ofSeconds(10))) {
            assertThat(careful.create(from, Samples.session())).isTrue();
            RedisServer source = replicated.primaryOf(PREFIX + from);

            migrate(from, source, anotherPrimary(replicated, source));

            assertThat(careful.save(from, Samples.changes())).isEqualTo(new Applied(2, 1));
        }
    }

    @Test
    void everyOperation_slotHalfWayToAnotherNode_findsTheSession() {
        RedisServer source = primaryOf(from);
        RedisServer target = primaryOf(to);
        beginMigration(from, source, target);

        assertThat(store.load(from)).isInstanceOf(Found.class);
        assertThat(store.save(from, Samples.changes())).isEqualTo(new Applied(2, 1));
        assertThat(store.delete(from, 1)).isInstanceOf(Applied.class);

        endMigration(from, source, target);
    }

    @Test
    void everyOperation_slotHalfWayWhileWritesWaitForReplicas_findsTheSession() {
        try (RedisCluster replicated = RedisCluster.start(3, 1);
                RedisSessionStore careful = careful(replicated, Duration.ofSeconds(10))) {
            assertThat(careful.create(from, Samples.session())).isTrue();
            RedisServer source = replicated.primaryOf(PREFIX + from);

            beginMigration(from, source, anotherPrimary(replicated, source));

            assertThat(careful.load(from)).isInstanceOf(Found.class);
            assertThat(careful.save(from, Samples.changes())).isEqualTo(new Applied(2, 1));
            assertThat(careful.delete(from, 1)).isInstanceOf(Applied.class);
        }
    }

    @Test
    void save_noReplicaToWaitFor_isUnavailableAlthoughThePrimaryHasIt() {
        try (RedisSessionStore careful = careful(cluster, Duration.ofSeconds(1))) {
            assertThatExceptionOfType(SessionStoreUnavailableException.class)
                    .isThrownBy(() -> careful.save(from, Samples.changes()))
                    .withMessageContaining("only 0 of 1 replicas");
        }
        assertThat(loaded(from).metadata().version()).isEqualTo(2);
    }

    /** The second try of the last step finds its own forward pointer; that says nothing of replicas. */
    @Test
    void changeId_noReplicaToWaitFor_isUnavailable() {
        try (RedisSessionStore careful = careful(cluster, Duration.ofSeconds(1))) {
            for (int tries = 0; tries < 2; tries++) {
                assertThatExceptionOfType(SessionStoreUnavailableException.class)
                        .isThrownBy(() -> careful.changeId(from, to, Samples.changes()))
                        .withMessageContaining("only 0 of 1 replicas");
            }
        }
    }

    @Test
    void load_whileAWriteWaitsForReplicas_isAnswered() throws Exception {
        try (RedisSessionStore careful = careful(cluster, Duration.ofSeconds(20))) {
            careful.load(from);
            FutureTask<ChangeOutcome> save = new FutureTask<>(() -> careful.save(from, Samples.changes()));
            new Thread(save, "caller").start();
            Waiting.until(
                    "the save waits",
                    () -> primaryOf(from).execute("CLIENT", "LIST").contains("cmd=wait"));

            assertThat(careful.load(from)).isInstanceOf(Found.class);

            assertThat(save).as("the save").isNotDone();
        }
    }

    @Test
    void everyOperation_clientHandedIn_worksAndTheClientStaysOpen() {
        try (RedisClusterClient client =
                RedisClusterClient.create(Topology.uriOf(cluster.nodes().get(0)))) {
            client.setOptions(ClusterClientOptions.builder()
                    .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                    .build());
            RedisSessionStore other = RedisSessionStore.builder(client).build();
            assertThat(other.load(from)).isInstanceOf(Found.class);
            assertThat(other.changeId(from, to, Samples.changes())).isEqualTo(new Applied(2, 2));

            other.close();
            other.close();

            try (StatefulRedisClusterConnection<String, String> connection = client.connect()) {
                Waiting.until("the client works", () -> exists(connection, PREFIX + to));
            }
        }
    }

    /** A client that rejects commands while disconnected does so with the first one for a node, too. */
    private static boolean exists(StatefulRedisClusterConnection<String, String> connection, String name) {
        try {
            return connection.sync().exists(name) == 1;
        } catch (RedisException e) {
            return false;
        }
    }

    private static RedisSessionStore careful(RedisCluster nodes, Duration timeout) {
        return Topology.of(nodes).waitForReplicas(1).timeout(timeout).build();
    }

    /** Does something by way of another instance. */
    private static <T> T other(Function<RedisSessionStore, T> call) {
        try (RedisSessionStore other = Topology.of(cluster).build()) {
            return call.apply(other);
        }
    }

    private SessionRecord loaded(StoreKey key) {
        return ((Found) store.load(key)).record();
    }

    private static StoreKey keyElsewhere(StoreKey key) {
        RedisServer node = primaryOf(key);
        return Stream.generate(Samples::newKey)
                .filter(other -> primaryOf(other) != node)
                .findFirst()
                .orElseThrow();
    }

    private static final class InstanceDied extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static RedisServer primaryOf(StoreKey key) {
        return cluster.primaryOf(PREFIX + key);
    }

    private static String execute(StoreKey key, String command) {
        return primaryOf(key).execute(command, PREFIX + key);
    }

    private static String hget(StoreKey key, String field) {
        return primaryOf(key).execute("HGET", PREFIX + key, field);
    }

    private static void hset(StoreKey key, String... fields) {
        primaryOf(key)
                .execute(Stream.concat(Stream.of("HSET", PREFIX + key), Stream.of(fields))
                        .toArray(String[]::new));
    }

    private static RedisServer anotherPrimary(RedisCluster nodes, RedisServer primary) {
        return nodes.nodes().stream()
                .limit(3)
                .filter(node -> node != primary)
                .findFirst()
                .orElseThrow();
    }

    private static void migrate(StoreKey key, RedisServer source, RedisServer target) {
        beginMigration(key, source, target);
        endMigration(key, source, target);
    }

    /** The session is at the target, the slot still at the source. */
    private static void beginMigration(StoreKey key, RedisServer source, RedisServer target) {
        String slot = "" + SlotHash.getSlot(PREFIX + key);
        target.execute("CLUSTER", "SETSLOT", slot, "IMPORTING", source.execute("CLUSTER", "MYID"));
        source.execute("CLUSTER", "SETSLOT", slot, "MIGRATING", target.execute("CLUSTER", "MYID"));
        source.execute("MIGRATE", "127.0.0.1", "" + target.port(), PREFIX + key, "0", "5000");
    }

    private static void endMigration(StoreKey key, RedisServer source, RedisServer target) {
        String slot = "" + SlotHash.getSlot(PREFIX + key);
        String targetId = target.execute("CLUSTER", "MYID");
        target.execute("CLUSTER", "SETSLOT", slot, "NODE", targetId);
        source.execute("CLUSTER", "SETSLOT", slot, "NODE", targetId);
    }
}

package io.cloakroom.cache.redis;

import static java.lang.System.Logger.Level.DEBUG;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The primaries of a Redis Cluster, each with a tracked connection of its own, as the cluster described itself last. A
 * slot that moves to another server thereby moves to another epoch: what was kept in process for it is forgotten.
 */
final class ClusterShards implements Shards {

    private static final System.Logger log = System.getLogger(RedisTier.class.getName());

    private final Connector connector;
    private final RedisURI seed;
    private final Shard nowhere;
    private final ReentrantLock lock = new ReentrantLock(); // guards that topologies are taken over one by one
    private final AtomicReference<@Nullable CompletableFuture<Void>> refreshing = new AtomicReference<>();
    private volatile Topology topology = new Topology(Map.of(), new Shard[SlotHash.SLOT_COUNT]);
    private volatile boolean closed;

    /** Who is there and who serves which slot. */
    private static final class Topology {

        private final Map<SlotRange.Address, Shard> byAddress;
        private final @Nullable Shard[] bySlot;

        Topology(Map<SlotRange.Address, Shard> byAddress, @Nullable Shard[] bySlot) {
            this.byAddress = byAddress;
            this.bySlot = bySlot;
        }
    }

    ClusterShards(Connector connector, RedisURI seed) {
        this.connector = connector;
        this.seed = seed;
        this.nowhere = connector.shard(RedisURI.builder(seed).build(), Probe::anyKey);
    }

    @Override
    public Shard of(String redisKey) {
        Shard shard = topology.bySlot[SlotHash.getSlot(redisKey)];
        return shard == null ? nowhere : shard;
    }

    @Override
    public List<Shard> all() {
        List<Shard> present = List.copyOf(topology.byAddress.values());
        return present.isEmpty() ? List.of(nowhere) : present;
    }

    @Override
    public boolean isUndivided() {
        return false;
    }

    /** One question at a time, however many want to know. */
    @Override
    public CompletionStage<Void> refresh() {
        var mine = new CompletableFuture<Void>();
        CompletableFuture<Void> present = refreshing.compareAndExchange(null, mine);
        if (present != null) {
            return present;
        }
        var unused = slots().whenComplete((ranges, failure) -> {
            if (failure == null) {
                takeOver(ranges);
            } else {
                log.log(DEBUG, "No node of the Redis Cluster describes it: {0}", failure.getMessage());
            }
            refreshing.set(null);
            mine.complete(null);
        });
        return mine;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            topology.byAddress.values().forEach(Shard::close);
            nowhere.close();
        } finally {
            lock.unlock();
        }
    }

    /** Asks those to whom there is a connection, then those that are known, and as a last resort where it began. */
    private CompletableFuture<List<SlotRange>> slots() {
        CompletableFuture<List<SlotRange>> answer =
                CompletableFuture.failedFuture(new RedisException("nobody is there"));
        for (Map.Entry<SlotRange.Address, Shard> each : topology.byAddress.entrySet()) {
            LiveConnection live = each.getValue().plain().live();
            if (live != null) {
                answer = answer.exceptionallyCompose(failure ->
                        connector.slots(live.connection(), each.getKey().host()));
            }
        }
        for (SlotRange.Address address : topology.byAddress.keySet()) {
            answer = answer.exceptionallyCompose(failure -> connector.slots(uri(address)));
        }
        return answer.exceptionallyCompose(
                failure -> connector.slots(RedisURI.builder(seed).build()));
    }

    private RedisURI uri(SlotRange.Address address) {
        return RedisURI.builder(seed)
                .withHost(address.host())
                .withPort(address.port())
                .build();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // links go on trying by themselves
    private void takeOver(List<SlotRange> ranges) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            Topology before = topology;
            var byAddress = new LinkedHashMap<SlotRange.Address, Shard>();
            @Nullable Shard[] bySlot = new Shard[SlotHash.SLOT_COUNT];
            for (SlotRange range : ranges) {
                Shard shard = byAddress.computeIfAbsent(range.primary(), address -> shardAt(before, address));
                Arrays.fill(bySlot, range.from(), range.to() + 1, shard);
            }
            topology = new Topology(byAddress, bySlot);
            byAddress.values().forEach(connector::start); // what has been started before goes on
            before.byAddress.forEach((address, shard) -> {
                if (!byAddress.containsKey(address)) {
                    shard.close();
                }
            });
        } finally {
            lock.unlock();
        }
    }

    private Shard shardAt(Topology before, SlotRange.Address address) {
        Shard known = before.byAddress.get(address);
        return known != null ? known : connector.shard(uri(address), () -> probeKey(address));
    }

    /** A key in a slot that a server has now; any key if it has none, which it will refuse. */
    private String probeKey(SlotRange.Address address) {
        Topology now = topology;
        Shard shard = now.byAddress.get(address);
        return Stream.generate(Probe::anyKey)
                .limit(20 * SlotHash.SLOT_COUNT)
                .filter(key -> now.bySlot[SlotHash.getSlot(key)] == shard)
                .findFirst()
                .orElseGet(Probe::anyKey);
    }
}

package io.cloakroom.cache.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One server that holds all keys, or whichever of a group is the primary. */
record SingleShard(Shard only) implements Shards {

    @Override
    public Shard of(String redisKey) {
        return only;
    }

    @Override
    public List<Shard> all() {
        return List.of(only);
    }

    @Override
    public boolean isUndivided() {
        return true;
    }

    @Override
    public CompletionStage<Void> refresh() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        only.close();
    }
}

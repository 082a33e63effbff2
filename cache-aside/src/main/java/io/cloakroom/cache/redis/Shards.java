package io.cloakroom.cache.redis;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The servers among which the keys are divided. */
interface Shards extends AutoCloseable {

    /** The server that holds a key, as far as it is known. */
    Shard of(String redisKey);

    /** All servers. */
    List<Shard> all();

    /** Whether one command may name keys that have nothing in common. */
    boolean isUndivided();

    /** Finds out anew which server holds which keys; completes normally whether or not that succeeded. */
    CompletionStage<Void> refresh();

    @Override
    void close();
}

package io.cloakroom.cache.redis;

import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.StringCodec;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands on the invalidation messages of one tracked connection. Runs on the I/O thread, in order. */
final class Pushes implements PushListener {

    private final LiveConnection connection;
    private final Consumer<String> changed;

    Pushes(LiveConnection connection, Consumer<String> changed) {
        this.connection = connection;
        this.changed = changed;
    }

    @Override
    public void onPushMessage(PushMessage message) {
        if (!message.getType().equals("invalidate")) {
            return;
        }
        List<Object> content = message.getContent(StringCodec.UTF8::decodeKey);
        if (content.size() > 1 && content.get(1) instanceof List<?> keys) {
            keys.forEach(this::changed);
        } else {
            connection.nextEpoch(); // null instead of keys: all were flushed
        }
    }

    private void changed(@Nullable Object redisKey) {
        if (redisKey instanceof String key) {
            changed.accept(key);
        }
    }
}

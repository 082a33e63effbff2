package io.cloakroom.cache.redis;

import io.cloakroom.cache.tier.ChangeListener;
import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.StringCodec;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands the invalidation messages of one tracked connection to the caches. Runs on the I/O thread, in order. */
final class Pushes implements PushListener {

    private final LiveConnection connection;
    private final Function<String, @Nullable ChangeListener> listeners;

    Pushes(LiveConnection connection, Function<String, @Nullable ChangeListener> listeners) {
        this.connection = connection;
        this.listeners = listeners;
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
            ChangeListener listener = listeners.apply(key);
            if (listener != null) {
                listener.changed(key);
            }
        }
    }
}

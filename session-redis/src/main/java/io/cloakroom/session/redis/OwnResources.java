package io.cloakroom.session.redis;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;

/** The threads and timers of a client that belongs to the store. */
final class OwnResources {

    private static final Duration FIRST_RECONNECT = Duration.ofMillis(10);
    private static final Duration LAST_RECONNECT = Duration.ofMillis(500);

    private final ClientResources resources;

    OwnResources(LinkOptions options) {
        ClientResources.Builder builder = ClientResources.builder()
                .reconnectDelay(Delay.exponential(FIRST_RECONNECT, LAST_RECONNECT, 2, MILLISECONDS));
        if (options.consolidateFlushes()) {
            builder.nettyCustomizer(new FlushConsolidation());
        }
        this.resources = builder.build();
    }

    ClientResources get() {
        return resources;
    }

    /** Shuts a client down that uses these resources, and them. */
    void close(AbstractRedisClient client) {
        client.shutdown(0, 0, MILLISECONDS);
        resources.shutdown(0, 0, MILLISECONDS).awaitUninterruptibly();
    }
}

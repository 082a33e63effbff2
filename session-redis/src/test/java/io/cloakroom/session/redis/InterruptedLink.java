package io.cloakroom.session.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.atomic.AtomicInteger;

/** A real link on which something happens between two commands of a call. */
final class InterruptedLink extends ForwardingLink {

    private final AtomicInteger countdown = new AtomicInteger();
    private Runnable event = () -> {};

    InterruptedLink(RedisLink delegate) {
        super(delegate);
    }

    /** Lets something happen just before the n-th command from now on. */
    void beforeCommand(int n, Runnable what) {
        event = what;
        countdown.set(n);
    }

    @Override
    public RedisClusterAsyncCommands<byte[], byte[]> commands() {
        if (countdown.decrementAndGet() == 0) {
            event.run();
        }
        return super.commands();
    }
}

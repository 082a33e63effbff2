package io.cloakroom.session.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A real link on which something happens between two commands of a call. */
final class InterruptedLink implements RedisLink {

    private final RedisLink delegate;
    private final AtomicInteger countdown = new AtomicInteger();
    private Runnable event = () -> {};

    InterruptedLink(RedisLink delegate) {
        this.delegate = delegate;
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
        return delegate.commands();
    }

    @Override
    public CompletionStage<? extends RedisClusterAsyncCommands<byte[], byte[]>> writesTo(byte[] key) {
        return delegate.writesTo(key);
    }

    @Override
    public CompletionStage<? extends RedisClusterAsyncCommands<byte[], byte[]>> writesAt(String host, int port) {
        return delegate.writesAt(host, port);
    }

    @Override
    public boolean isOpen() {
        return delegate.isOpen();
    }

    @Override
    public boolean isSharded() {
        return delegate.isSharded();
    }

    @Override
    public void suspect() {
        delegate.suspect();
    }

    @Override
    public void close() {
        delegate.close();
    }
}

package io.cloakroom.session.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletionStage;

/** A real link, for tests that interfere with a part of what it does. */
abstract class ForwardingLink implements RedisLink {

    private final RedisLink delegate;

    ForwardingLink(RedisLink delegate) {
        this.delegate = delegate;
    }

    @Override
    public RedisClusterAsyncCommands<byte[], byte[]> commands() {
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

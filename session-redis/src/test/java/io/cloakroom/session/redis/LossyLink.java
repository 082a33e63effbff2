package io.cloakroom.session.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/** A real link that loses answers: the server does what it was told, and the caller does not hear of it. */
final class LossyLink extends ForwardingLink {

    private volatile BiPredicate<String, Object[]> lost = (command, arguments) -> false;

    LossyLink(RedisLink delegate) {
        super(delegate);
    }

    /** Loses the answers of commands, told by the name of the method and its arguments, from now on. */
    void lose(BiPredicate<String, Object[]> commands) {
        lost = commands;
    }

    @Override
    public RedisClusterAsyncCommands<byte[], byte[]> commands() {
        return lossy(super.commands());
    }

    @Override
    public CompletionStage<? extends RedisClusterAsyncCommands<byte[], byte[]>> writesTo(byte[] key) {
        return super.writesTo(key).thenApply(this::lossy);
    }

    @Override
    public CompletionStage<? extends RedisClusterAsyncCommands<byte[], byte[]>> writesAt(String host, int port) {
        return super.writesAt(host, port).thenApply(this::lossy);
    }

    @SuppressWarnings("unchecked") // the proxy has the interface that it is made of
    private RedisClusterAsyncCommands<byte[], byte[]> lossy(RedisClusterAsyncCommands<byte[], byte[]> commands) {
        return (RedisClusterAsyncCommands<byte[], byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {RedisClusterAsyncCommands.class},
                (proxy, method, arguments) -> {
                    boolean losing = arguments != null && lost.test(method.getName(), arguments);
                    Object answer = invoked(() -> method.invoke(commands, arguments));
                    if (losing && answer instanceof RedisFuture<?> future && succeeds(future)) {
                        throw new RedisException("the answer was lost");
                    }
                    return answer;
                });
    }

    /** A refusal is no effect whose answer could be lost. */
    private static boolean succeeds(RedisFuture<?> future) throws Exception {
        try {
            future.get(10, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }

    private static Object invoked(Invocation invocation) throws Throwable {
        try {
            return invocation.run();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @FunctionalInterface
    private interface Invocation {
        Object run() throws Throwable;
    }
}

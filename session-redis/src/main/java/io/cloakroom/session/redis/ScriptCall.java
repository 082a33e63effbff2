package io.cloakroom.session.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A script with its keys and arguments, ready to be sent, several times if need be. */
final class ScriptCall {

    private final LuaScript script;
    private final byte[][] keys;
    private final byte[][] values;

    /** Takes the arguments as they are now; all keys must be in one slot. */
    ScriptCall(LuaScript script, ScriptArguments arguments, byte[]... keys) {
        this.script = script;
        this.keys = keys;
        this.values = arguments.toArray();
    }

    /** Returns a key that says which server it goes to. */
    byte[] key() {
        return keys[0];
    }

    /** Sends the digest; fails with {@link RedisNoScriptException} if the server does not know the script. */
    RedisFuture<List<?>> byDigest(RedisClusterAsyncCommands<byte[], byte[]> commands) {
        return commands.evalsha(script.digest(), ScriptOutputType.MULTI, keys, values);
    }

    /** Sends the whole text. */
    RedisFuture<List<?>> byText(RedisClusterAsyncCommands<byte[], byte[]> commands) {
        return commands.eval(script.text(), ScriptOutputType.MULTI, keys, values);
    }

    /** Sends the digest and, to a server that does not know the script, the text. */
    CompletionStage<List<?>> send(RedisClusterAsyncCommands<byte[], byte[]> commands) {
        return byDigest(commands).exceptionallyCompose(failure -> {
            if (isUnknown(failure)) {
                return byText(commands);
            }
            throw failure instanceof RuntimeException e ? e : new CompletionException(failure);
        });
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof RedisNoScriptException || failure.getCause() instanceof RedisNoScriptException;
    }
}

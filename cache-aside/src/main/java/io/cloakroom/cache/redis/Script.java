package io.cloakroom.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A Lua script. The server is asked by its digest first, and given the text only if it does not know it. */
enum Script {
    LEASE("lease.lua", ScriptOutputType.MULTI),
    COMMIT("commit.lua", ScriptOutputType.INTEGER),
    RELEASE("release.lua", ScriptOutputType.INTEGER),
    PUT("put.lua", ScriptOutputType.INTEGER),
    STAMPS("stamps.lua", ScriptOutputType.MULTI),
    OUTDATE("outdate.lua", ScriptOutputType.INTEGER),
    INVALIDATE("invalidate.lua", ScriptOutputType.INTEGER);

    private final String text;
    private final String digest;
    private final ScriptOutputType output;

    Script(String file, ScriptOutputType output) {
        this.text = read(file);
        this.digest = sha1(text);
        this.output = output;
    }

    <T> CompletableFuture<T> run(RedisAsyncCommands<String, byte[]> commands, String[] keys, byte[]... arguments) {
        return commands.<T>evalsha(digest, output, keys, arguments)
                .toCompletableFuture()
                .exceptionallyCompose(failure -> isUnknown(failure)
                        ? commands.<T>eval(text, output, keys, arguments).toCompletableFuture()
                        : CompletableFuture.failedFuture(failure));
    }

    private static boolean isUnknown(Throwable failure) {
        return (failure instanceof CompletionException ? failure.getCause() : failure)
                instanceof RedisNoScriptException;
    }

    private static String read(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The module lacks its script " + file);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // the server names scripts by SHA-1; nothing secret depends on it
    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-1", e);
        }
    }

    static byte[] argument(String text) {
        return text.getBytes(UTF_8);
    }

    static byte[] argument(long number) {
        return argument(Long.toString(number));
    }
}

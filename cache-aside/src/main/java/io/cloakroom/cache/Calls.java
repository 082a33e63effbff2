package io.cloakroom.cache;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How callers wait: lending their thread to the search, or, if a load may take too long for them, leaving the search to
 * others.
 *
 * @param namespace names the cache
 * @param background runs what no caller lends its thread to
 * @param loadTimeout how long a caller waits, or {@code null}: as long as it takes
 */
record Calls(
        String namespace, Executor background, @Nullable Duration loadTimeout) {

    <T extends @Nullable Object> T await(Function<Executor, CompletableFuture<T>> search) {
        var caller = new WaitingCaller(background);
        try {
            return loadTimeout == null
                    ? caller.await(search.apply(caller))
                    : caller.await(inTime(search.apply(background), loadTimeout));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadFailedException(namespace, e);
        } catch (CompletionException e) {
            throw e.getCause() instanceof LoadFailedException late ? late : e;
        }
    }

    /** Begins a search that nobody lends a thread to. */
    <T extends @Nullable Object> CompletableFuture<T> begin(Function<Executor, CompletableFuture<T>> search) {
        CompletableFuture<T> result = search.apply(background);
        return loadTimeout == null ? result : inTime(result, loadTimeout);
    }

    /** The results of some searches, which never fail, when all are there. */
    static <K, V> CompletableFuture<Map<K, Outcome<V>>> all(Map<K, CompletableFuture<Outcome<V>>> results) {
        return CompletableFuture.allOf(results.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    var outcomes = new LinkedHashMap<K, Outcome<V>>();
                    results.forEach((key, result) -> outcomes.put(key, result.join()));
                    return outcomes;
                });
    }

    // a copy: the search goes on, for others who wait for it and for those who come later
    private <T extends @Nullable Object> CompletableFuture<T> inTime(CompletableFuture<T> result, Duration limit) {
        return result.copy()
                .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
                .exceptionallyCompose(late -> CompletableFuture.failedFuture(new LoadFailedException(
                        namespace, new NoLoadException("the load takes longer than the loadTimeout of " + limit))));
    }
}

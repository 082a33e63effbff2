package io.cloakroom.cache;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Waits for the confirmations of invalidations and remembers those that did not come. Used by one thread. */
final class Unconfirmed {

    private final String namespace;
    private final Recorder recorder;
    private final long start = System.nanoTime();
    private int confirmed;
    private int count;
    private @Nullable Throwable cause;

    Unconfirmed(String namespace, Recorder recorder) {
        this.namespace = namespace;
        this.recorder = recorder;
    }

    void await(List<CompletableFuture<Void>> confirmations) {
        for (CompletableFuture<Void> confirmation : confirmations) {
            try {
                confirmation.join();
                confirmed++;
            } catch (CompletionException e) {
                count++;
                cause = e.getCause() == null ? e : e.getCause();
            }
        }
    }

    /** Tells what came; returns why not all came, or {@code null}. */
    @Nullable InvalidationFailedException report() {
        recorder.invalidated(confirmed, count, System.nanoTime() - start);
        return cause == null ? null : new InvalidationFailedException(namespace, count, cause);
    }
}

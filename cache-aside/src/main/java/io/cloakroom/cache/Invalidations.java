package io.cloakroom.cache;

import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.cloakroom.cache.Recorder.Event;
import io.cloakroom.cache.tier.SharedSpace;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/*
 * Delivers invalidations to the shared tier. One that is not confirmed waits and is delivered again until it is; as long
 * as it waits, this process does not believe what the tier has under the key, or, if a tag waits, under any key. When too
 * many keys wait, everything is invalidated in their place: that forgets more than it need to, but nothing too little.
 *
 * When the tier comes back, perhaps in another place that was promoted without knowing the last commands, what was
 * confirmed a short time ago is delivered again too.
 *
 * All of it is idempotent, so delivering twice costs a load and no more.
 */
final class Invalidations {

    private static final int MOST_WAITING = 10_000;
    private static final Duration RECENT = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final SharedSpace space;
    private final Positions positions;
    private final Recorder recorder;
    private final Executor background;
    private final Map<String, Order> waitingKeys = new ConcurrentHashMap<>();
    private final Map<String, Order> waitingTags = new ConcurrentHashMap<>();
    private final Cache<Order, Boolean> recent = Caffeine.newBuilder()
            .expireAfterWrite(RECENT)
            .maximumSize(MOST_WAITING)
            .evictionListener(this::evicted)
            .build();
    private volatile long evictedAt = System.nanoTime() - RECENT.toNanos();
    private final AtomicBoolean delivering = new AtomicBoolean();

    /**
     * One invalidation.
     *
     * @param isRepeated whether it was confirmed once, and is delivered again to be safe
     */
    private record Order(
            boolean isTag, String name, @Nullable String position, boolean isRepeated) {

        static Order of(String tag) {
            return new Order(true, tag, null, false);
        }

        Order repeated() {
            return new Order(isTag, name, position, true);
        }
    }

    Invalidations(SharedSpace space, Positions positions, Recorder recorder, Executor background) {
        this.space = space;
        this.positions = positions;
        this.recorder = recorder;
        this.background = background;
    }

    /** Invalidates a key; a failed future means that it waits to be delivered again. */
    CompletableFuture<Void> invalidate(String cell, @Nullable String position) {
        Order older = waitingKeys.get(cell);
        var order = new Order(false, cell, position, false);
        return space.invalidate(cell, position)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        await(order);
                    } else {
                        remember(order);
                        if (older != null && older.position == null) {
                            takeOut(waitingKeys, older); // what was sent later covers it
                        }
                    }
                })
                .toCompletableFuture();
    }

    /** Invalidates tags; a failed future means that they wait to be delivered again. */
    CompletableFuture<Void> invalidateTags(Collection<String> tags) {
        List<Order> orders = tags.stream().map(Order::of).toList();
        return space.invalidateTags(tags)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        orders.forEach(this::await);
                    } else {
                        orders.forEach(this::remember);
                    }
                })
                .toCompletableFuture();
    }

    /** To be called when the tier has confirmed that it replaced the value of a key. */
    void confirmed(String cell) {
        remember(new Order(false, cell, null, false));
    }

    /** Whether what the tier has under a key may be older than an invalidation of this process. */
    boolean isDoubtful(String cell) {
        return !waitingTags.isEmpty() || waitingKeys.containsKey(cell);
    }

    int waiting() {
        return waitingKeys.size() + waitingTags.size();
    }

    /** Called when the tier can be reached again. */
    void reconnected() {
        Set<Order> again = recent.asMap().keySet();
        again.forEach(this::enqueue);
        if (System.nanoTime() - evictedAt < RECENT.toNanos()) { // looked at last: one may have been pushed out just now
            enqueue(Order.of(SharedSpace.EVERYTHING).repeated());
        }
        if (waiting() > 0) {
            deliverSoon(1);
        }
    }

    private void remember(Order confirmed) {
        recent.put(confirmed.repeated(), true);
    }

    private void evicted(@Nullable Order order, @Nullable Boolean present, RemovalCause cause) {
        if (cause == RemovalCause.SIZE) {
            evictedAt = System.nanoTime();
        }
    }

    private void await(Order order) {
        enqueue(order);
        deliverSoon(FIRST_PAUSE_MILLIS);
    }

    private void enqueue(Order order) {
        if (order.isTag) {
            waitingTags.merge(order.name, order, this::both);
        } else if (waitingKeys.size() < MOST_WAITING) {
            waitingKeys.merge(order.name, order, this::both);
        } else {
            waitingTags.merge(SharedSpace.EVERYTHING, Order.of(SharedSpace.EVERYTHING), this::both);
            waitingKeys.clear();
        }
    }

    /** One order in the place of two of the same name: what one of them requires must not get lost. */
    private Order both(Order waiting, Order added) {
        return new Order(
                added.isTag,
                added.name,
                positions.greater(waiting.position, added.position),
                waiting.isRepeated && added.isRepeated);
    }

    private void deliverSoon(long millis) {
        if (delivering.compareAndSet(false, true)) {
            delayedExecutor(millis, MILLISECONDS, background).execute(() -> deliver(millis));
        }
    }

    /** Delivers what waits, all at once, and comes back later for what is left. */
    private void deliver(long pause) {
        List<CompletableFuture<Void>> sent = Stream.concat(waitingTags.values().stream(), waitingKeys.values().stream())
                .map(this::deliver)
                .toList();
        var unused = CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                .whenComplete((all, failure) -> {
                    delivering.set(false);
                    if (waiting() > 0) {
                        deliverSoon(failure == null ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS));
                    }
                });
    }

    private CompletableFuture<Void> deliver(Order order) {
        CompletionStage<Void> answer =
                order.isTag ? space.invalidateTags(List.of(order.name)) : space.invalidate(order.name, order.position);
        return answer.thenRun(() -> {
                    remember(order);
                    if (takeOut(order.isTag ? waitingTags : waitingKeys, order) && !order.isRepeated) {
                        recorder.count(Event.REDELIVERED);
                    }
                })
                .toCompletableFuture();
    }

    /* Takes this very order out: an equal one may have been asked for after this one was sent. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean takeOut(Map<String, Order> waiting, Order order) {
        var removed = new AtomicBoolean();
        waiting.computeIfPresent(order.name, (name, present) -> {
            removed.set(present == order);
            return present == order ? null : present;
        });
        return removed.get();
    }
}

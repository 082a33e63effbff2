package io.cloakroom.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ChangeOutcome.Conflict;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Clients that add one item after the other to the cart of one session, each addition read, merged and saved. What a
 * store confirmed must be in the cart in the end; what was refused as unavailable may be.
 */
final class Traffic implements AutoCloseable {

    private static final int CLIENTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final SessionStore store;
    private final StoreKey key;
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicInteger notFound = new AtomicInteger();
    private final AtomicLong faultAt = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong recoveredAfter = new AtomicLong();
    private final ConcurrentHashMap<Thread, Throwable> surprises = new ConcurrentHashMap<>();
    private final List<Thread> clients;
    private volatile boolean ended;

    private Traffic(SessionStore store, StoreKey key) {
        this.store = store;
        this.key = key;
        this.clients = IntStream.range(0, CLIENTS)
                .mapToObj(client -> new Thread(() -> shop(client), "client-" + client))
                .toList();
        clients.forEach(client -> client.setUncaughtExceptionHandler(surprises::put));
    }

    /** Begins with a new session, and returns when the first additions are confirmed. */
    static Traffic begin(SessionStore store) {
        StoreKey key = Samples.newKey();
        assertThat(store.create(key, Samples.session())).isTrue();
        Traffic traffic = new Traffic(store, key);
        traffic.clients.forEach(Thread::start);
        traffic.awaitConfirmed(200);
        return traffic;
    }

    StoreKey key() {
        return key;
    }

    /** Does harm, and measures from then on. */
    void fault(Runnable harm) {
        harm.run();
        faultAt.set(System.nanoTime());
    }

    /** Waits until an addition that began after the fault is confirmed, and says how long that took. */
    Duration recovery() {
        Waiting.until("additions are confirmed again", () -> recoveredAfter.get() > 0);
        return Duration.ofNanos(recoveredAfter.get());
    }

    void awaitConfirmed(int more) {
        int goal = confirmed.size() + more;
        Waiting.until("more additions are confirmed", () -> confirmed.size() >= goal);
    }

    /** Ends the traffic and returns the confirmed additions that are not in the cart. */
    List<String> missing() throws InterruptedException {
        ended = true;
        for (Thread client : clients) {
            client.join();
        }
        assertThat(surprises).isEmpty();
        Set<String> cart = Set.of(itemsOf(((Found) store.load(key)).record()).split("\n", -1));
        return confirmed.stream().filter(item -> !cart.contains(item)).toList();
    }

    String figures() {
        return "recovered after " + recoveredAfter.get() / 1_000_000 + " ms, " + unavailable + " calls unavailable, "
                + notFound + " sessions not found, " + confirmed.size() + " additions confirmed";
    }

    int notFound() {
        return notFound.get();
    }

    private void shop(int client) {
        for (int n = 0; !ended; n++) {
            String item = client + "-" + n;
            long start = System.nanoTime();
            try {
                if (isAdded(item)) {
                    confirmed.add(item);
                    noteSuccess(start);
                }
            } catch (SessionStoreUnavailableException e) {
                unavailable.incrementAndGet();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void noteSuccess(long start) {
        long fault = faultAt.get();
        if (fault != Long.MAX_VALUE && start > fault) {
            recoveredAfter.compareAndSet(0, System.nanoTime() - fault);
        }
    }

    private boolean isAdded(String item) {
        SessionRecord record = store.load(key) instanceof Found found ? found.record() : null;
        while (record != null) {
            ChangeOutcome outcome = store.save(key, addition(record, item));
            if (outcome instanceof Applied) {
                return true;
            }
            record = outcome instanceof Conflict conflict ? conflict.current() : null;
        }
        notFound.incrementAndGet();
        return false;
    }

    private static SessionChanges addition(SessionRecord record, String item) {
        StoredAttribute cart = record.attributes().get("cart");
        AttributeChange put = new AttributeChange.Put(
                Samples.value(itemsOf(record) + "\n" + item), cart == null ? AttributeChange.ABSENT : cart.version());
        return new SessionChanges(record.metadata().generation(), Samples.access(), Map.of("cart", put), null, null);
    }

    private static String itemsOf(SessionRecord record) {
        @Nullable StoredAttribute cart = record.attributes().get("cart");
        return cart == null ? "" : new String(cart.value().toByteArray(), UTF_8);
    }

    @Override
    public void close() {
        ended = true;
    }
}

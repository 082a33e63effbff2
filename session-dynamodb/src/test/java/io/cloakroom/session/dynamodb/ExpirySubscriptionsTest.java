package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.cloakroom.session.store.ExpiryEvents.ExpiryListener;
import io.cloakroom.session.store.ExpiryEvents.Subscription;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Begin and end of listening. There is no server, and nobody looks so soon. */
final class ExpirySubscriptionsTest {

    @AutoClose
    private final DynamoDbSessionStore store = LocalDynamoDb.storeBuilder(ManualClock.startingNow())
            .endpoint(URI.create("http://127.0.0.1:1"))
            .expiryCheckInterval(Duration.ofMinutes(10))
            .build();

    @Test
    void onExpiry_afterTheStoreIsClosed_isRefused() {
        store.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> store.onExpiry((key, last) -> {}))
                .withMessage("the session store is closed");
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without nullness checks may do
    void onExpiry_null_isRefused() {
        assertThatNullPointerException().isThrownBy(() -> store.onExpiry(null)).withMessage("listener");
    }

    /** Filters come and go while the store stays. */
    @Test
    void close_ofASubscription_letsItsListenerGo() {
        WeakReference<ExpiryListener> listener = listenAndStop();

        eventually("the listener is garbage", () -> {
            System.gc();
            return listener.get() == null;
        });
    }

    private WeakReference<ExpiryListener> listenAndStop() {
        Map<StoreKey, SessionRecord> told = new HashMap<>();
        ExpiryListener listener = told::put;
        Subscription subscription = store.onExpiry(listener);
        subscription.close();
        subscription.close();
        return new WeakReference<>(listener);
    }

    @Test
    void close_ofTheStore_endsEachThread() {
        Set<Thread> others = threads();
        store.onExpiry((key, last) -> {});
        store.onExpiry((key, last) -> {});
        Set<Thread> own = threads();
        own.removeAll(others);
        assertThat(own).hasSize(2);

        store.close();

        eventually("the threads have ended", () -> own.stream().noneMatch(Thread::isAlive));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("cloakroom-session-expiry"))
                .collect(Collectors.toCollection(HashSet::new));
    }
}

package io.cloakroom.session.dynamodb;

import io.cloakroom.session.store.ExpiryEvents.ExpiryListener;
import io.cloakroom.session.store.ExpiryEvents.Subscription;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** The subscriptions of a store that have not ended. Safe for use by many threads. */
final class ExpirySubscriptions implements AutoCloseable {

    private final ExpirySweep sweep;
    private final Duration interval;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<ExpirySubscription> open = new HashSet<>();
    private boolean closed;

    ExpirySubscriptions(ExpirySweep sweep, Duration interval) {
        this.sweep = sweep;
        this.interval = interval;
    }

    /**
     * Begins a subscription.
     *
     * @throws IllegalStateException if these are closed
     */
    Subscription begin(ExpiryListener listener) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the session store is closed");
            }
            ExpirySubscription subscription = ExpirySubscription.begin(sweep, listener, interval, this::forget);
            open.add(subscription);
            return subscription;
        } finally {
            lock.unlock();
        }
    }

    private void forget(ExpirySubscription ended) {
        lock.lock();
        try {
            open.remove(ended);
        } finally {
            lock.unlock();
        }
    }

    /** Ends all of them for good; one that is being ended by somebody else is waited for, too. */
    @Override
    public void close() {
        // outside the lock: an end waits for a listener, which may end its own subscription
        endBeginning().forEach(ExpirySubscription::close);
    }

    private List<ExpirySubscription> endBeginning() {
        lock.lock();
        try {
            closed = true;
            return List.copyOf(open);
        } finally {
            lock.unlock();
        }
    }
}

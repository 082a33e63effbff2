package io.cloakroom.routing;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets a thread rest until it is woken or a time is over. Being woken while at work shortens the next rest. */
final class WakeUp {

    private final Semaphore calls = new Semaphore(0);

    void call() {
        if (calls.availablePermits() == 0) {
            calls.release();
        }
    }

    void rest(long nanos) throws InterruptedException {
        if (calls.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
            calls.drainPermits();
        }
    }
}

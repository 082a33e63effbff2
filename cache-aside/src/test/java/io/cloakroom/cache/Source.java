package io.cloakroom.cache;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Where the values really live. A load can be held after it has read, to let something happen in between. */
public final class Source implements CacheLoader<String, String> {

    private final ConcurrentMap<String, String> rows = new ConcurrentHashMap<>();
    private final AtomicInteger loads = new AtomicInteger();
    private volatile @Nullable Hold hold;

    /** Holds the first load that comes; later ones pass. */
    public static final class Hold {

        private final CountDownLatch read = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        public void awaitRead() throws InterruptedException {
            Await.passed(read);
        }

        public void release() {
            released.countDown();
        }
    }

    public Source with(String key, String value) {
        rows.put(key, value);
        return this;
    }

    public Hold holdNextLoad() {
        var next = new Hold();
        hold = next;
        return next;
    }

    public int loads() {
        return loads.get();
    }

    @Override
    public @Nullable String load(String key) throws InterruptedException {
        loads.incrementAndGet();
        String value = rows.get(key);
        Hold held = hold;
        if (held != null) {
            hold = null;
            held.read.countDown();
            Await.passed(held.released);
        }
        return value;
    }
}

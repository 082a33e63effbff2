package io.cloakroom.session.tck;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestInfo;

/** What the contracts of the optional capabilities share. A store that lacks one has nothing to show for it. */
abstract class CapabilityBehaviour extends StoreBehaviour {

    static final int WRITERS = 4;

    private static final Duration SHORT_LIFE = Duration.ofSeconds(2);

    /** Makes a test of a store that can do what the type says, and none of another. */
    final <T> Stream<DynamicTest> on(Class<T> capability, TestInfo test, Behaviour<T> behaviour) {
        return capability.isInstance(store())
                ? Stream.of(dynamicTest(test.getDisplayName(), () -> behaviour.shownBy(capability.cast(store()))))
                : Stream.empty();
    }

    /** Every other of several clients works on the second instance. */
    final SessionStore instance(int number) {
        return number % 2 == 0 ? store() : peer();
    }

    final <T> T instance(int number, Class<T> capability) {
        return capability.cast(instance(number));
    }

    static <T> List<T> race(ClientOf<T> clients) throws Exception {
        return Race.run(IntStream.range(0, WRITERS).mapToObj(clients::client).toList());
    }

    /** A user whom no other test knows. */
    static String newPrincipal() {
        return "user-" + UUID.randomUUID();
    }

    /** An owner who logs in some milliseconds from now. */
    final SessionOwner owner(String principal, long millisFromNow) {
        return new SessionOwner(principal, now().plusMillis(millisFromNow), "Firefox");
    }

    final SessionRecord sessionOf(SessionOwner owner, Duration life) {
        SessionMetadata m = newMetadata(life);
        SessionMetadata owned = new SessionMetadata(
                m.createdAt(),
                m.lastAccessedAt(),
                m.maxInactiveInterval(),
                m.absoluteDeadline(),
                m.expiresAt(),
                m.generation(),
                m.version(),
                owner);
        return new SessionRecord(owned, Map.of("cart", new StoredAttribute(value("shoes"), 1)));
    }

    final StoreKey createdFor(String principal) {
        return created(sessionOf(owner(principal, 0), LIFE));
    }

    final StoreKey expiredOf(String principal) {
        Duration life = shortLife();
        StoreKey key = created(sessionOf(owner(principal, 0), life));
        letPass(life);
        return key;
    }

    final SessionOwner ownerOf(StoreKey key) {
        return requireNonNull(loaded(key).metadata().owner());
    }

    /** A life that a test wants to see end, with time enough to prolong it before. */
    final Duration lifeToProlong() {
        return underTest().clock().isPresent() ? LIFE : SHORT_LIFE;
    }

    /** Moves the end of a session away and waits until the store has noted it. */
    final void prolong(StoreKey key, Duration expiry) {
        store().touch(key, loaded(key).metadata().generation(), access(Duration.ofMillis(1), expiry));
        eventually("the touch has arrived", () -> !accessOf(key).expiresAt().isBefore(now().plus(expiry)));
    }

    /** What a store with a capability has to show. */
    @FunctionalInterface
    interface Behaviour<T> {
        void shownBy(T capability) throws Exception;
    }

    /** Makes the client of a number. */
    interface ClientOf<T> {
        Callable<? extends T> client(int number);
    }
}

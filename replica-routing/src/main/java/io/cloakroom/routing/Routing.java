package io.cloakroom.routing;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Says for a piece of work where its statements go and whose writes they must see. What is said holds for the calling
 * thread until the work returns or throws, for connections of every {@link ReplicaRoutingDataSource}, whether they were
 * taken before or within. Scopes nest: the inner one wins. They work on virtual threads and do not reach other threads
 * that the work starts. None costs a round trip.
 *
 * <p>What is said decides where the next transaction begins; one that is open stays on its node.
 */
public final class Routing {

    private static final ThreadLocal<@Nullable Scope> CURRENT = new ThreadLocal<>();

    private Routing() {}

    /**
     * Runs work whose statements go to the primary, also on read-only connections.
     *
     * @param work the work
     * @param <T> what it returns
     * @param <X> the checked exception it throws, if any
     * @return what the work returned
     * @throws X if the work throws it
     */
    public static <T extends @Nullable Object, X extends Throwable> T primary(Call<T, X> work) throws X {
        return in(current().withRoute(Route.PRIMARY), requireNonNull(work, "work"));
    }

    /**
     * Runs work whose statements go to the primary, also on read-only connections.
     *
     * @param work the work
     * @param <X> the checked exception it throws, if any
     * @throws X if the work throws it
     */
    public static <X extends Throwable> void primary(Action<X> work) throws X {
        Routing.<Boolean, X>in(
                current().withRoute(Route.PRIMARY), requireNonNull(work, "work").asCall());
    }

    /**
     * Runs work that only reads: its statements go to a replica, also on connections that are not read-only. A write is
     * refused with {@link ReadOnlyViolationException}.
     *
     * @param work the work
     * @param <T> what it returns
     * @param <X> the checked exception it throws, if any
     * @return what the work returned
     * @throws X if the work throws it
     */
    public static <T extends @Nullable Object, X extends Throwable> T readOnly(Call<T, X> work) throws X {
        return in(current().withRoute(Route.REPLICA), requireNonNull(work, "work"));
    }

    /**
     * Runs work that only reads: its statements go to a replica, also on connections that are not read-only. A write is
     * refused with {@link ReadOnlyViolationException}.
     *
     * @param work the work
     * @param <X> the checked exception it throws, if any
     * @throws X if the work throws it
     */
    public static <X extends Throwable> void readOnly(Action<X> work) throws X {
        Routing.<Boolean, X>in(
                current().withRoute(Route.REPLICA), requireNonNull(work, "work").asCall());
    }

    /**
     * Runs work that must see what a scope wrote or saw before, and whose own writes count as the scope's. Whether it
     * reads from a replica is decided as without.
     *
     * @param scope whose writes
     * @param work the work
     * @param <T> what it returns
     * @param <X> the checked exception it throws, if any
     * @return what the work returned
     * @throws X if the work throws it
     */
    public static <T extends @Nullable Object, X extends Throwable> T within(ConsistencyScope scope, Call<T, X> work)
            throws X {
        requireNonNull(scope, "scope");
        return in(current().withConsistency(scope), requireNonNull(work, "work"));
    }

    /**
     * Runs work that must see what a scope wrote or saw before, and whose own writes count as the scope's. Whether it
     * reads from a replica is decided as without.
     *
     * @param scope whose writes
     * @param work the work
     * @param <X> the checked exception it throws, if any
     * @throws X if the work throws it
     */
    public static <X extends Throwable> void within(ConsistencyScope scope, Action<X> work) throws X {
        requireNonNull(scope, "scope");
        Routing.<Boolean, X>in(
                current().withConsistency(scope), requireNonNull(work, "work").asCall());
    }

    /**
     * Runs work for which old data will do. Its reads neither wait for what their scope wrote nor go to the primary for
     * it: they take any replica within the permitted lag, and if there is none, any replica that answers, however far
     * behind. Meant for degraded operation, as when the primary is lost. What they see binds no later read. Whether the
     * work reads from a replica at all is decided as without.
     *
     * @param work the work
     * @param <T> what it returns
     * @param <X> the checked exception it throws, if any
     * @return what the work returned
     * @throws X if the work throws it
     */
    public static <T extends @Nullable Object, X extends Throwable> T staleOk(Call<T, X> work) throws X {
        return in(current().withStaleOk(), requireNonNull(work, "work"));
    }

    /**
     * Runs work for which old data will do; see {@link #staleOk(Call)}.
     *
     * @param work the work
     * @param <X> the checked exception it throws, if any
     * @throws X if the work throws it
     */
    public static <X extends Throwable> void staleOk(Action<X> work) throws X {
        Routing.<Boolean, X>in(
                current().withStaleOk(), requireNonNull(work, "work").asCall());
    }

    /** What was said for this thread. */
    static Scope current() {
        Scope scope = CURRENT.get();
        return scope == null ? Scope.NONE : scope;
    }

    private static <T extends @Nullable Object, X extends Throwable> T in(Scope scope, Call<T, X> work) throws X {
        Scope before = CURRENT.get();
        CURRENT.set(scope);
        try {
            return work.call();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /**
     * Work that returns something.
     *
     * @param <T> what it returns
     * @param <X> the checked exception it throws; {@code RuntimeException} is inferred if there is none
     */
    @FunctionalInterface
    public interface Call<T extends @Nullable Object, X extends Throwable> {

        /**
         * Does the work.
         *
         * @return the result
         * @throws X if the work fails
         */
        T call() throws X;
    }

    /**
     * Work that returns nothing.
     *
     * @param <X> the checked exception it throws; {@code RuntimeException} is inferred if there is none
     */
    @FunctionalInterface
    public interface Action<X extends Throwable> {

        /**
         * Does the work.
         *
         * @throws X if the work fails
         */
        void run() throws X;

        private Call<Boolean, X> asCall() {
            return () -> {
                run();
                return true;
            };
        }
    }

    /** What holds for a thread. */
    record Scope(@Nullable Route route, @Nullable ConsistencyScope consistency, boolean staleOk) {

        static final Scope NONE = new Scope(null, null, false);

        Scope withRoute(Route route) {
            return new Scope(route, consistency, staleOk);
        }

        Scope withConsistency(ConsistencyScope consistency) {
            return new Scope(route, consistency, staleOk);
        }

        Scope withStaleOk() {
            return new Scope(route, consistency, true);
        }
    }
}

package io.cloakroom.session;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What happens when two requests change the same attribute of a session at the same time. Requests that change
 * different attributes never conflict, and a request that only reads an attribute never does.
 *
 * <pre>{@code
 * SessionFilter.builder(store)
 *         .onConflict("cart", ConflictPolicy.merge(Cart.class, Cart::merge))
 *         .onConflict("checkout-step", ConflictPolicy.fail())
 *         .build();
 * }</pre>
 *
 * <p>Immutable and safe for use by many threads, as far as its merge function is.
 *
 * @see SessionFilterBuilder#onConflict
 * @see Sessions#update
 */
public final class ConflictPolicy {

    private enum Kind {
        LAST_WRITE_WINS,
        FAIL,
        MERGE
    }

    private static final ConflictPolicy LAST_WRITE_WINS = new ConflictPolicy(Kind.LAST_WRITE_WINS, null);
    private static final ConflictPolicy FAIL = new ConflictPolicy(Kind.FAIL, null);

    private final Kind kind;
    private final @Nullable TypedMerge<?> merge;

    private ConflictPolicy(Kind kind, @Nullable TypedMerge<?> merge) {
        this.kind = kind;
        this.merge = merge;
    }

    /**
     * Returns the default: what is saved later replaces what was saved before.
     *
     * @return the policy
     */
    public static ConflictPolicy lastWriteWins() {
        return LAST_WRITE_WINS;
    }

    /**
     * Returns the policy for an attribute that must not change behind a request's back. The later save throws
     * {@link SessionConflictException} and writes nothing, whatever else the request has changed; the client gets
     * {@code 409 Conflict} unless the response is committed.
     *
     * @return the policy
     */
    public static ConflictPolicy fail() {
        return FAIL;
    }

    /**
     * Returns a policy that loses neither change: the later save stores what a function makes of both. It costs two
     * round trips more than a save without conflict for each request that was faster, and nothing without conflict.
     *
     * @param <T> the type of the attribute
     * @param type the class of its values; a value of another class makes the save fail as {@link #fail} does
     * @param merge what to make of the two changes
     * @return the policy
     */
    public static <T> ConflictPolicy merge(Class<T> type, ThreeWayMerge<T> merge) {
        return new ConflictPolicy(
                Kind.MERGE, new TypedMerge<>(requireNonNull(type, "type"), requireNonNull(merge, "merge")));
    }

    /** Tells whether a save has to name the version that it replaces. */
    boolean detectsConflicts() {
        return kind != Kind.LAST_WRITE_WINS;
    }

    /** Returns how to go on after a conflict, or {@code null} if the save has to fail. */
    @Nullable TypedMerge<?> merge() {
        return merge;
    }

    @Override
    public String toString() {
        return "ConflictPolicy[" + kind + "]";
    }

    /** A merge function that checks what it is given. */
    record TypedMerge<T>(Class<T> type, ThreeWayMerge<T> function) {

        /**
         * Merges values.
         *
         * @throws ClassCastException if one is of another type
         */
        @Nullable Object apply(@Nullable Object base, @Nullable Object mine, @Nullable Object theirs) {
            return function.merge(type.cast(base), type.cast(mine), type.cast(theirs));
        }
    }
}

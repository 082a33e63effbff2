package io.cloakroom.session;

import org.jspecify.annotations.Nullable;

/**
 * Makes one value of two that were derived from the same one by requests that did not know of each other.
 *
 * <p>A function for a cart, where the other request's items stay and this request's are added:
 *
 * <pre>{@code
 * (base, mine, theirs) -> {
 *     if (mine == null || theirs == null) {
 *         return null; // one of them has checked out
 *     }
 *     return theirs.addAll(mine.itemsNotIn(base));
 * }
 * }</pre>
 *
 * @param <T> the type of the attribute
 */
@FunctionalInterface
public interface ThreeWayMerge<T> {

    /**
     * Merges. <b>May run several times</b> for one request, so it must have no effect beyond its arguments. These are
     * copies that nobody else holds: it may change them and return one of them.
     *
     * @param base the value that this request started from; {@code null} if there was none
     * @param mine what this request has made of it; {@code null} if it has removed it
     * @param theirs what is stored now; {@code null} if the other request has removed it
     * @return what is to be stored; {@code null} for nothing
     */
    @Nullable T merge(@Nullable T base, @Nullable T mine, @Nullable T theirs);
}

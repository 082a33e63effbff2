package io.cloakroom.session.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The delta of one request, saved atomically or not at all.
 *
 * @param generation the generation of the record that the request had loaded
 * @param access the new times
 * @param attributes the changed attributes by name; may be empty
 * @param maxInactiveInterval the new interval, or {@code null} if the request left it alone. With a new interval the
 *     store takes over {@code access.expiresAt()} even if it is earlier than what it has
 * @param owner the new owner, or {@code null} if the request left it alone
 */
public record SessionChanges(
        long generation,
        SessionAccess access,
        Map<String, AttributeChange> attributes,
        @Nullable Duration maxInactiveInterval,
        @Nullable SessionOwner owner) {

    /**
     * Creates changes with a copy of the attributes.
     *
     * @param generation the generation of the record that the request had loaded
     * @param access the new times
     * @param attributes the changed attributes by name; may be empty
     * @param maxInactiveInterval the new interval, or {@code null} if the request left it alone. With a new interval
     *     the store takes over {@code access.expiresAt()} even if it is earlier than what it has
     * @param owner the new owner, or {@code null} if the request left it alone
     * @throws IllegalArgumentException if {@code generation} is less than 1 or the interval is negative
     */
    public SessionChanges {
        requireNonNull(access, "access");
        attributes = Map.copyOf(requireNonNull(attributes, "attributes"));
        if (generation < 1) {
            throw new IllegalArgumentException("generation must be 1 or more: " + generation);
        }
        if (maxInactiveInterval != null && maxInactiveInterval.isNegative()) {
            throw new IllegalArgumentException("maxInactiveInterval must not be negative: " + maxInactiveInterval);
        }
    }

    /**
     * Returns the same changes for a session of another generation, to follow it after {@link ChangeOutcome.Moved}.
     *
     * @param newGeneration the generation that the session has now
     * @return the changes
     */
    public SessionChanges forGeneration(long newGeneration) {
        return new SessionChanges(newGeneration, access, attributes, maxInactiveInterval, owner);
    }
}

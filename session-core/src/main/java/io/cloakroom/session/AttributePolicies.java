package io.cloakroom.session;

import java.util.Map;

/**
 * How changes of attributes are found and saved.
 *
 * @param onConflict the policies of the attributes that have one
 * @param dirtyChecking whether a value that was read is saved if it was changed in place
 */
record AttributePolicies(Map<String, ConflictPolicy> onConflict, boolean dirtyChecking) {

    static final AttributePolicies DEFAULT = new AttributePolicies(Map.of(), true);

    AttributePolicies {
        onConflict = Map.copyOf(onConflict);
    }

    ConflictPolicy of(String attributeName) {
        return onConflict.getOrDefault(attributeName, ConflictPolicy.lastWriteWins());
    }
}

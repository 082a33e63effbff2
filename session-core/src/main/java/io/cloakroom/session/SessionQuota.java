package io.cloakroom.session;

/**
 * How many sessions a user may have.
 *
 * @param max 1 or more
 * @param policy what happens to one too many
 */
record SessionQuota(int max, SessionLimitPolicy policy) {

    SessionQuota {
        if (max < 1) {
            throw new IllegalArgumentException("maxSessionsPerPrincipal must be 1 or more: " + max);
        }
    }

    boolean rejects() {
        return policy == SessionLimitPolicy.REJECT;
    }
}

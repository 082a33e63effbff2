package io.cloakroom.session.dynamodb;

import java.time.Duration;

/**
 * How long the store may take.
 *
 * @param total one operation, with all its calls and their retries
 * @param attempt one attempt of one call
 */
record Timeouts(Duration total, Duration attempt) {

    /** Returns these, or longer ones where nobody waits: a total, and half of it for one attempt. */
    Timeouts atLeast(Duration patience) {
        return new Timeouts(longer(total, patience), longer(attempt, patience.dividedBy(2)));
    }

    private static Duration longer(Duration one, Duration another) {
        return one.compareTo(another) < 0 ? another : one;
    }
}

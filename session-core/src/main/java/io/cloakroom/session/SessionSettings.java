package io.cloakroom.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** What a filter was built with, in the form in which requests need it. */
record SessionSettings(
        SessionRepository repository,
        SessionCookie cookie,
        AttributeFormat format,
        ExpiryPolicy expiry,
        Duration budget,
        InstantSource clock,
        SessionListeners listeners) {

    SessionSettings with(SessionListeners others) {
        return new SessionSettings(repository, cookie, format, expiry, budget, clock, others);
    }

    /** Returns the time in the precision in which stores keep it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

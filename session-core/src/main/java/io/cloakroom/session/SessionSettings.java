package io.cloakroom.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** What a filter was built with, in the form in which requests need it. */
record SessionSettings(
        SessionRepository repository,
        TicketTransport transport,
        AttributeFormat format,
        AttributePolicies policies,
        ExpiryPolicy expiry,
        SizeLimits limits,
        Duration budget,
        CircuitBreaker breaker,
        UnavailableHandler onUnavailable,
        InstantSource clock,
        SessionListeners listeners,
        LogIns logIns,
        SessionEvents events) {

    SessionSettings with(SessionListeners others) {
        return new SessionSettings(
                repository,
                transport,
                format,
                policies,
                expiry,
                limits,
                budget,
                breaker,
                onUnavailable,
                clock,
                others,
                logIns,
                events);
    }

    /** Returns these settings for one request, with a budget of its own for whatever it does in the store. */
    SessionSettings forRequest() {
        StoreGuard guard = new StoreGuard(breaker, budget);
        return new SessionSettings(
                new GuardedSessions(repository, guard),
                transport,
                format,
                policies,
                expiry,
                limits,
                budget,
                breaker,
                onUnavailable,
                clock,
                listeners,
                logIns.guardedBy(guard),
                events);
    }

    /** Returns the time in the precision in which stores keep it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

package io.cloakroom.session.redis;

import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/** Begins the arguments of the scripts with what they have in common. */
final class ChangeArguments {

    /** How long a deleted or moved session leaves a trace: longer than a request takes. */
    static final Duration TRACE = Duration.ofMinutes(2);

    /** How much longer than the session Redis keeps the hash, for instances whose clocks are behind. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    /** The same where somebody wants to hear of expired sessions, and may be away for a while. */
    private static final Duration GRACE_FOR_EVENTS = Duration.ofHours(1);

    private final InstantSource clock;
    private final BooleanSupplier events;

    ChangeArguments(InstantSource clock, BooleanSupplier events) {
        this.clock = clock;
        this.events = events;
    }

    /** Arguments 1 to 8 of {@code changes.lua}, for a write with a new name. */
    ScriptArguments of(SessionChanges changes) {
        return of(changes, newWrite());
    }

    /** Arguments 1 to 8 of {@code changes.lua}. */
    ScriptArguments of(SessionChanges changes, String write) {
        return of(changes.generation(), changes.access()).metadata(changes).text(write);
    }

    /** Arguments 1 to 5 of {@code touch.lua}. */
    ScriptArguments of(long generation, SessionAccess access) {
        return of(generation).duration(grace()).access(access);
    }

    /** The generation and the time: what every script begins with that looks for a live session. */
    ScriptArguments of(long generation) {
        return new ScriptArguments().number(generation).time(clock.instant());
    }

    /** Returns how much longer than the session Redis keeps the hash. */
    Duration grace() {
        return events.getAsBoolean() ? GRACE_FOR_EVENTS : GRACE;
    }

    /** Returns a name for a write that no other write of the session has. */
    static String newWrite() {
        return Long.toString(ThreadLocalRandom.current().nextLong() & Long.MAX_VALUE, Character.MAX_RADIX);
    }
}

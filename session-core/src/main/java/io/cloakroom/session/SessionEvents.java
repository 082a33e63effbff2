package io.cloakroom.session;

import java.time.Duration;

/**
 * Hears what the session filter of one instance does, for metrics and alarms. Not to be confused with the listeners of
 * the Servlet specification, which hear what becomes of a session ({@link SessionFilterBuilder#listener}).
 *
 * <p>Every method does nothing unless overridden. They are called by the threads of the requests, many at once, so they
 * should be quick; what they throw is logged and ignored. No argument tells who the user is or what a session holds.
 * Touches, which nobody waits for, are not reported.
 */
public interface SessionEvents {

    /**
     * The store was asked for a session.
     *
     * @param found whether it has one; if not, the client holds the ticket of a session that has ended, or a made-up
     *     one
     * @param bytes the encoded size of all its attributes; 0 if there is none
     * @param took how long it took
     */
    default void loaded(boolean found, long bytes, Duration took) {}

    /**
     * Something was written: the operation did what it is there for.
     *
     * @param operation one that writes: {@link SessionOperation#isWrite}
     * @param bytes the encoded size of the attributes that were sent; 0 for {@link SessionOperation#END}
     * @param took how long it took
     */
    default void written(SessionOperation operation, long bytes, Duration took) {}

    /**
     * A save found that another request had changed the same attribute. It is tried again, merged or refused: as the
     * application has it.
     */
    default void conflicted() {}

    /** Changes of several requests to one attribute were merged, and the result was saved. */
    default void merged() {}

    /** A save or a change of the id found that another request had ended the session: what it wanted is lost. */
    default void endedMeanwhile() {}

    /**
     * An attribute that cannot be decoded was left alone, and looks absent to the application.
     *
     * @param name the name of the attribute
     */
    default void setAside(String name) {}

    /**
     * A client sent a ticket that this filter cannot have issued, or a sealed one that has been altered or is over; no
     * store was asked.
     */
    default void refusedTicket() {}

    /**
     * The store has a session in a version older than the one that its client was told to be saved: it has lost writes
     * that it had acknowledged. Only with {@link SessionFilterBuilder#detectLostWrites}.
     *
     * @param versions by how many saves the session is older; 1 or more
     */
    default void lostWrites(long versions) {}

    /**
     * The store did not answer; said for each try of a request, which goes on trying within its budget.
     *
     * @param operation what it was asked
     * @param took how long it was waited for
     */
    default void unavailable(SessionOperation operation, Duration took) {}

    /** A session was ended by {@link SessionAdministration}. */
    default void endedByAdministration() {}

    /** A session was ended because its user has logged in elsewhere, once more than the filter allows. */
    default void endedByLimit() {}

    /** A log-in was refused because the user has as many sessions as the filter allows. */
    default void logInRejected() {}

    /** A session has expired, and this instance is the one that tells its listeners. */
    default void expired() {}
}

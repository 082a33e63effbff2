package io.cloakroom.routing;

import io.cloakroom.routing.Decision.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which physical connection a routed one has, and when it may get another.
 *
 * <p>There is none until the first statement. A transaction stays where it began, and so does a connection whose
 * session state was changed by SQL. Between transactions each statement asks again: the connection stays if it still
 * serves what is wanted, and after a commit or rollback with no result open a read may go to another replica for the
 * sake of balance. A connection that was taken only to answer a question about metadata counts as no choice at all.
 *
 * <p>Used by one thread at a time, as the connection is, but for {@link #abort}, {@link #isClosed} and
 * {@link #lastDecision}.
 */
final class Binding {

    private final Router router;
    private final ConnectionSource source;
    private final Events events;
    private final ConnectionSettings settings = new ConnectionSettings();
    private final ScopeTrail trail;
    private final List<RoutedStatement> statements = new ArrayList<>();

    /** Whoever takes it out gives it back: the user's thread or the one that aborts. */
    private final AtomicReference<@Nullable Lease> lease = new AtomicReference<>();

    private volatile @Nullable Decision lastDecision;
    private volatile boolean closed;

    private boolean autoCommit = true;
    private boolean readOnly;
    private boolean transactionOpen;
    private boolean transactionReadsOnly;
    private boolean mayHaveCommitted;
    private boolean hasSessionState;
    private boolean mayMove = true;

    /** Whether the physical connection was asked something outside of a transaction, which may have begun one. */
    private boolean questioned;

    Binding(Router router, ConnectionSource source, Events events) {
        this.router = router;
        this.source = source;
        this.events = events;
        this.trail = new ScopeTrail(router::tellsPositions);
    }

    ConnectionSettings settings() {
        return settings;
    }

    /** The physical connection of the moment, or {@code null}. */
    @Nullable Connection physical() {
        Lease current = lease.get();
        return current == null || current.isBroken() ? null : current.connection();
    }

    /** The same, without a transaction that only a question has begun: most settings cannot be changed in one. */
    @Nullable Connection settable() throws SQLException {
        Lease current = lease.get();
        if (current != null) {
            endQuestion(current);
        }
        return physical();
    }

    /** A physical connection to ask something that has nothing to do with routing. */
    Connection provisional() throws SQLException {
        Connection asked = provisionalLease().connection();
        questioned |= !transactionOpen;
        return asked;
    }

    /** A physical connection that the application wants to have itself: what it begins there is its own. */
    Connection unwrapped() throws SQLException {
        Lease given = provisionalLease();
        endQuestion(given);
        return given.connection();
    }

    private void endQuestion(Lease current) throws SQLException {
        if (questioned && !transactionOpen && !current.isBroken() && !current.isClosed()) {
            current.endQuestion();
        }
        questioned = false;
    }

    Lease provisionalLease() throws SQLException {
        Lease current = lease.get();
        if (current != null && (transactionOpen || !current.isBroken())) {
            return current;
        }
        trail.enter();
        Lease fresh = move(Wanted.of(Routing.current(), readOnly, Sql.UNKNOWN), null);
        mayMove = true;
        return fresh;
    }

    /** Takes a node for a statement that is prepared. Nothing is begun by that. */
    void prepare(RoutedStatement statement, Sql sql) throws SQLException {
        attempt(sql, true, wanted -> statement.on(bind(wanted)), false);
    }

    /**
     * Runs something that begins a transaction, or is one.
     *
     * @param sql what is known of the statement
     * @param repeatable whether the application's values can be sent a second time
     * @param execution what to run
     */
    <T extends @Nullable Object> T execute(Sql sql, boolean repeatable, Execution<T> execution) throws SQLException {
        Attempt<T> attempt = wanted -> {
            Lease used = bind(wanted);
            begin(used, wanted, sql);
            long start = System.nanoTime();
            try {
                return execution.on(used);
            } finally {
                used.node().took(System.nanoTime() - start);
                trail.ran(used, wanted.readsOnly());
            }
        };
        return attempt(sql, repeatable, attempt, autoCommit);
    }

    /**
     * A replica that dies takes nothing with it if the statement was the first of its transaction: it can only have
     * read, and nothing was handed out. It is run again elsewhere then, at most once for each replica.
     */
    private <T extends @Nullable Object> T attempt(Sql sql, boolean repeatable, Attempt<T> attempt, boolean mayBeDone)
            throws SQLException {
        for (int left = router.replicaCount(); ; left--) {
            boolean first = !transactionOpen && !hasSessionState;
            Wanted wanted = Wanted.of(Routing.current(), readOnly, sql);
            try {
                return attempt.with(wanted);
            } catch (SQLException e) {
                Lease used = lease.get();
                if (used == null) {
                    throw e;
                }
                SQLException failure = failed(used, e, mayBeDone);
                boolean onlyRead = wanted.readsOnly() && !used.isPrimary();
                if (left <= 0 || !first || !repeatable || !used.isBroken() || !onlyRead) {
                    throw failure;
                }
                transactionOpen = false;
                hasSessionState = false;
            }
        }
    }

    private Lease bind(Wanted wanted) throws SQLException {
        ensureOpen();
        Lease current = lease.get();
        if (current != null && transactionOpen) {
            return staying(current, wanted);
        }
        trail.enter();
        if (current == null || current.isBroken()) {
            return move(wanted, null);
        }
        if (hasSessionState) {
            return kept(current, wanted);
        }
        return suits(current, wanted) ? balanced(current, wanted) : move(wanted, null);
    }

    /** A changed session cannot go elsewhere: it serves what is wanted, or nobody does. */
    private Lease kept(Lease current, Wanted wanted) throws SQLException {
        if (current.isPrimary()) {
            return current;
        }
        String session = "SQL has changed the session of this connection on replica " + current.node();
        if (wanted.route() == Route.PRIMARY) {
            throw new ReadOnlyViolationException(
                    session + ", so it cannot move to the primary. Close it and take another.", null);
        }
        if (!trail.staleOk() && !router.willServe(current.node(), trail.seen())) {
            throw new NoReplicaAvailableException(
                    session + ", which is not fresh enough for this read. Close it and take another.", null);
        }
        return current;
    }

    /** A transaction cannot go elsewhere, whatever is wanted. */
    private static Lease staying(Lease current, Wanted wanted) throws ReadOnlyViolationException {
        if (wanted.reason() == Reason.LOCKING_READ && !current.isPrimary()) {
            throw new ReadOnlyViolationException(
                    "A read that locks rows met a transaction that began on replica " + current.node()
                            + ". Make it the first statement of its transaction, or use Routing.primary around all of it.",
                    null);
        }
        return current;
    }

    private boolean suits(Lease current, Wanted wanted) throws SQLException {
        boolean reads = wanted.route() == Route.REPLICA;
        if (!current.hasItsRole() || current.isOutdated()) {
            return false;
        }
        if (current.isPrimary()) {
            return reads ? router.replicaCount() == 0 || (current.standsIn() && hasOpenResult()) : !current.standsIn();
        }
        if (!reads) {
            return false;
        }
        return hasOpenResult()
                ? router.willServe(current.node(), trail.seen())
                : router.mayServe(current.node(), trail.seen());
    }

    /** After the end of a transaction a read may go to another replica, so that connections held for long spread. */
    private Lease balanced(Lease current, Wanted wanted) throws SQLException {
        if (!mayMove || current.isPrimary() || hasOpenResult()) {
            return current;
        }
        mayMove = false;
        Node choice = router.choose(trail.seen(), current.node());
        return choice.equals(current.node()) ? current : move(wanted, choice);
    }

    private Lease move(Wanted wanted, @Nullable Node chosen) throws SQLException {
        giveBack();
        Lease fresh = router.lease(wanted, source, trail, chosen);
        lease.set(fresh);
        mayMove = false;
        discardIfAborted(fresh);
        try {
            settings.replay(fresh.connection());
            return fresh;
        } catch (SQLException e) {
            fresh.spoil();
            if (!ConnectionFailures.isNodeFailure(e)) {
                giveBack();
            }
            throw e;
        }
    }

    /** The pool may take its time, and {@link #abort} has found nothing to end meanwhile. */
    private void discardIfAborted(Lease fresh) throws SQLException {
        if (closed && lease.compareAndSet(fresh, null)) {
            fresh.discard();
        }
        ensureOpen();
    }

    private void begin(Lease used, Wanted wanted, Sql sql) throws SQLException {
        endQuestion(used);
        transactionReadsOnly = wanted.readsOnly() && (transactionReadsOnly || !transactionOpen);
        mayHaveCommitted = sql.mayCommit() || (transactionOpen && mayHaveCommitted);
        used.autoCommit(autoCommit);
        decided(used, wanted);
        transactionOpen = !autoCommit;
        hasSessionState |= sql.setsSessionState();
    }

    private void decided(Lease used, Wanted wanted) {
        Route route = used.isPrimary() ? Route.PRIMARY : Route.REPLICA;
        Decision decision = used.node().because(route, reason(used, wanted));
        if (decision.reason() != Reason.TRANSACTION) {
            used.node().picked();
        }
        lastDecision = decision;
        events.decided(decision);
    }

    private Reason reason(Lease used, Wanted wanted) {
        if (transactionOpen) {
            return Reason.TRANSACTION;
        }
        if (hasSessionState) {
            return Reason.SESSION_STATE;
        }
        if (wanted.route() == Route.REPLICA && used.isPrimary()) {
            return used.standsIn() ? used.reason() : Reason.NO_REPLICA_CONFIGURED;
        }
        return used.reason() == Reason.STALE_OK ? Reason.STALE_OK : wanted.reason();
    }

    private SQLException failed(Lease used, SQLException failure, boolean mayBeDone) throws SQLException {
        Extent extent = new Extent(transactionReadsOnly, mayBeDone, !autoCommit && mayHaveCommitted, autoCommit);
        return router.failures().explain(used, failure, extent);
    }

    /** Takes note of a failure that came while rows were read. */
    SQLException failedReading(SQLException failure) throws SQLException {
        Lease current = lease.get();
        return current == null ? failure : failed(current, failure, autoCommit);
    }

    private boolean hasOpenResult() {
        for (RoutedStatement statement : statements) {
            if (statement.hasOpenResult()) {
                return true;
            }
        }
        return false;
    }

    private void giveBack() {
        Lease current = lease.getAndSet(null);
        if (current == null) {
            return;
        }
        statements.forEach(RoutedStatement::detach);
        current.giveBack(transactionOpen, questioned, settings);
        transactionOpen = false;
        questioned = false;
        hasSessionState = false;
    }

    boolean isAutoCommit() {
        return autoCommit;
    }

    /** Only remembered; the server hears of it with the next statement. An open transaction is committed first. */
    void autoCommit(boolean on) throws SQLException {
        ensureOpen();
        if (on && transactionOpen) {
            commit();
        }
        autoCommit = on;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /** Only remembered: the replica refuses writes, and the server needs no word of it. */
    void readOnly(boolean on) throws SQLException {
        ensureOpen();
        if (transactionOpen && on != readOnly) {
            throw new SQLException("setReadOnly was called during a transaction; commit or roll back first", "25001");
        }
        readOnly = on;
    }

    /** Commits. Costs nothing if there is nothing open. */
    void commit() throws SQLException {
        ensureOpen();
        Lease current = lease.get();
        if (current == null || hasNothingOpen(current)) {
            return;
        }
        boolean readsOnly = transactionOpen ? transactionReadsOnly : readOnly;
        CapturedWrite write = null;
        try {
            write = committed(current, readsOnly);
        } catch (SQLException e) {
            throw failed(current, e, true);
        } finally {
            ended(current, readsOnly, write);
        }
    }

    /** In autocommit mode it is for the driver to refuse the call, as it does without a router. */
    private boolean hasNothingOpen(Lease current) throws SQLException {
        if (transactionOpen) {
            return false;
        }
        endQuestion(current);
        return !autoCommit || current.isBroken() || !current.connection().getAutoCommit();
    }

    private @Nullable CapturedWrite committed(Lease current, boolean readsOnly) throws SQLException {
        if (current.isBroken()) {
            throw FailureExplainer.brokenBefore(current);
        }
        if (router.learnsAtCommit() && transactionOpen && current.isPrimary() && !readsOnly) {
            return router.primary().commit(current).orElse(null);
        }
        current.connection().commit();
        return null;
    }

    /** Rolls back. Costs nothing if there is nothing open; a server that lost the connection has done it already. */
    void rollback() throws SQLException {
        ensureOpen();
        Lease current = lease.get();
        if (current == null || hasNothingOpen(current)) {
            return;
        }
        boolean readsOnly = transactionOpen ? transactionReadsOnly : readOnly;
        try {
            if (!current.isBroken()) {
                current.connection().rollback();
            }
        } catch (SQLException e) {
            throw failed(current, e, false);
        } finally {
            ended(current, readsOnly, null);
        }
    }

    private void ended(Lease current, boolean readsOnly, @Nullable CapturedWrite write) {
        transactionOpen = false;
        mayMove = true;
        trail.ended(current, readsOnly, write);
    }

    /** Goes back within the transaction, which stays open. */
    void endPartly(Ending ending) throws SQLException {
        ensureOpen();
        Lease current = lease.get();
        if (current == null) {
            throw new SQLException("there is no transaction that has a savepoint", "3B001");
        }
        try {
            ending.on(current.connection());
        } catch (SQLException e) {
            throw failed(current, e, false);
        }
    }

    /** Runs a write through a result that can be updated: in autocommit mode it is committed at once. */
    void writeRow(Ending write) throws SQLException {
        Wanted.of(Routing.current(), readOnly, Sql.WRITE);
        Lease current = lease.get();
        if (current == null) {
            throw new SQLException("the result is closed: its connection was given back", "24000");
        }
        transactionReadsOnly = false;
        try {
            write.on(current.connection());
        } catch (SQLException e) {
            throw failed(current, e, autoCommit);
        } finally {
            trail.ran(current, false);
        }
    }

    void opened(RoutedStatement statement) {
        statements.add(statement);
    }

    void forget(RoutedStatement statement) {
        statements.remove(statement);
    }

    Optional<Decision> lastDecision() {
        return Optional.ofNullable(lastDecision);
    }

    boolean isClosed() {
        return closed;
    }

    void ensureOpen() throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException("the connection is closed", "08003");
        }
    }

    void close() {
        if (!closed) {
            closed = true;
            giveBack();
        }
    }

    void abort(Executor executor) throws SQLException {
        closed = true;
        Lease current = lease.getAndSet(null);
        if (current != null) {
            current.broke();
            try {
                current.connection().abort(executor);
            } finally {
                current.close();
            }
        }
    }

    /** What is run on a physical connection. */
    @FunctionalInterface
    interface Execution<T extends @Nullable Object> {
        T on(Lease lease) throws SQLException;
    }

    /** One try of something that may have to be tried on another node. */
    @FunctionalInterface
    private interface Attempt<T extends @Nullable Object> {
        T with(Wanted wanted) throws SQLException;
    }

    /** A partial rollback, or a write of a row. */
    @FunctionalInterface
    interface Ending {
        void on(Connection physical) throws SQLException;
    }
}

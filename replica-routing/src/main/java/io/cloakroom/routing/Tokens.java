package io.cloakroom.routing;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes tokens of scopes and scopes of tokens. */
final class Tokens {

    /** For a poll of the primary that begins after the write: one round trip, not of the caller's connection. */
    private static final Duration POLL_WITHIN = Duration.ofMillis(500);

    private final Topology topology;
    private final ReplicationMonitor monitor;
    private final ReplicationDialect dialect;
    private final RoutingTimes times;

    Tokens(Cluster cluster, ReplicationDialect dialect, RoutingTimes times) {
        this.topology = cluster.topology();
        this.monitor = cluster.monitor();
        this.dialect = dialect;
        this.times = times;
    }

    Optional<ConsistencyToken> capture(ConsistencyScope scope) throws SQLException {
        ScopeMemory memory = scope.memory();
        WriteTrail writes = memory.writes();
        if (!writes.wrote()) {
            return Optional.ofNullable(ours(memory.carried())).flatMap(write -> token(write.position()));
        }
        CapturedWrite captured = ours(writes.all());
        Optional<ConsistencyToken> token = captured == null ? polled(writes.last()) : token(captured.position());
        return token.isPresent() ? token : scope.lastWrite().map(ConsistencyToken::at);
    }

    Duration timeToLive() {
        return times.tokenTimeToLive();
    }

    ConsistencyScope resume(ConsistencyToken token) {
        Duration age = Duration.between(token.writtenAt(), Instant.now());
        if (age.compareTo(times.tokenTimeToLive()) > 0) {
            return ConsistencyScope.create();
        }
        String engine = dialect.engine();
        if (token.isTime() || engine.isEmpty()) {
            // right after the start nobody may have told yet which database it is
            return ConsistencyScope.resume(token.writtenAt().plus(times.clockSkew()));
        }
        if (!engine.equals(token.engine())) {
            throw new IllegalArgumentException("the token is of engine " + token.engine() + ", not " + engine);
        }
        return ConsistencyScope.resume(new CapturedWrite(topology, dialect.parse(token.position()), 0));
    }

    private Optional<ConsistencyToken> polled(long moment) throws SQLException {
        if (!dialect.tellsPositions() || !monitor.isWatching(topology.primary())) {
            return Optional.empty();
        }
        try {
            return monitor.positionSince(moment, POLL_WITHIN).flatMap(this::token);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for the position of a write", e);
        }
    }

    /** Empty if the positions cannot be sent, or are too long for that. */
    private Optional<ConsistencyToken> token(ReplicationPosition position) {
        try {
            return dialect.engine().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ConsistencyToken(dialect.engine(), Instant.now(), position.text()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private @Nullable CapturedWrite ours(@Nullable CapturedWrite write) {
        return write != null && write.topology().equals(topology) ? write : null;
    }
}

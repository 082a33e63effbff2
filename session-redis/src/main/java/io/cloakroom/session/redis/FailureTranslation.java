package io.cloakroom.session.redis;

import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.cluster.PartitionException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a failure of Redis means for a session. What passes by itself, or when somebody mends the server, is an
 * unavailable store; what somebody has to mend in the configuration of the store is not.
 *
 * <p>Messages name the server's address, never what it was asked, nor credentials.
 */
final class FailureTranslation {

    /** By the first word of the server's answer. */
    private static final Map<String, String> UNAVAILABLE = Map.of(
            "LOADING", "is still loading its data",
            "BUSY", "is busy with a script",
            "READONLY", "is a replica: a fail-over is under way, or the address is that of a reader",
            "MASTERDOWN", "has lost its primary",
            "CLUSTERDOWN", "belongs to a cluster that is down",
            "TRYAGAIN", "is moving the session to another node",
            "NOREPLICAS", "has too few replicas to accept a write",
            "MISCONF", "cannot persist its data and therefore refuses writes: look into its log",
            "OOM", "has no memory left: raise its maxmemory");

    /** What remains of a redirection that a client of the cluster could not follow. */
    private static final Set<String> REDIRECTIONS = Set.of("MOVED", "ASK");

    /** Refused before anything was done, by a server that may think otherwise a moment later. */
    private static final Set<String> FOR_A_MOMENT =
            Set.of("LOADING", "BUSY", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "MOVED", "ASK");

    /** What Lettuce says when it has not sent a command; there is no type for it. */
    private static final Set<String> NOT_SENT =
            Set.of("Currently not connected. Commands are rejected.", "Connection is closed");

    private static final Map<String, String> REFUSED = Map.of(
            "NOAUTH", "wants a password: put the user and password into the RedisURI",
            "WRONGPASS", "does not know this user and password: correct them in the RedisURI",
            "NOPERM",
                    "does not let its user do this: allow +@connection +@read +@write +@scripting"
                            + " on the keys of the keyPrefix; for a cluster +cluster|nodes +cluster|myid +info, behind"
                            + " Sentinels +role, too",
            "WRONGTYPE", "has something else than sessions there: give the store a keyPrefix of its own",
            "MOVED", "is a node of a Redis Cluster: build the store with clusterBuilder",
            "CROSSSLOT", "is a node of a Redis Cluster: build the store with clusterBuilder");

    private final String server;
    private final boolean cluster;

    /**
     * Creates a translation.
     *
     * @param server what messages begin with, as in {@code Redis at localhost:6379}
     * @param cluster whether the client knows that it speaks to a cluster
     */
    FailureTranslation(String server, boolean cluster) {
        this.server = server;
        this.cluster = cluster;
    }

    SessionStoreException translated(Throwable failure) {
        RedisCommandExecutionException answer = causeIn(failure, RedisCommandExecutionException.class);
        if (answer != null) {
            return answered(answer);
        }
        if (causeIn(failure, CertificateException.class) != null) {
            return new SessionStoreException(
                    server + " has a certificate that is not trusted: give the client its issuer (SslOptions), or"
                            + " correct the address.",
                    failure);
        }
        return unreachable(failure);
    }

    SessionStoreUnavailableException timeout(Duration timeout, Throwable cause) {
        return new SessionStoreUnavailableException(
                server + " did not answer within " + timeout.toMillis() + " ms.", cause);
    }

    SessionStoreUnavailableException contended(Duration timeout) {
        return new SessionStoreUnavailableException(
                "The session was changed so often that " + server + " could not move it within " + timeout.toMillis()
                        + " ms.",
                null);
    }

    SessionStoreException unknownPrimary(String name) {
        return new SessionStoreException(
                server + " does not know a primary named '" + name + "': correct the sentinelMasterId of the RedisURI.",
                null);
    }

    SessionStoreUnavailableException interrupted(InterruptedException cause) {
        return new SessionStoreUnavailableException("Interrupted while waiting for " + server + ".", cause);
    }

    SessionStoreUnavailableException disconnected() {
        return unreachable(null);
    }

    /** Says that a write is on the primary, but perhaps not for long. */
    SessionStoreUnavailableException unconfirmed(long replicas, int wanted) {
        return new SessionStoreUnavailableException(
                server + " has stored a change, but only " + replicas + " of " + wanted
                        + " replicas have confirmed it in time: it may be lost if the primary fails now.",
                null);
    }

    /** Tells whether the command had no effect for certain, and may soon be accepted. */
    static boolean isWithoutEffect(SessionStoreUnavailableException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException answer) {
                return FOR_A_MOMENT.contains(codeOf(answer));
            }
            if (cause instanceof RedisConnectionException
                    || cause instanceof PartitionException
                    || NOT_SENT.contains(String.valueOf(cause.getMessage()))) {
                return true;
            }
        }
        return false;
    }

    /** Returns host and port of the node that a key has moved to already, though not its whole slot; none otherwise. */
    static String[] importingNode(SessionStoreUnavailableException failure) {
        RedisCommandExecutionException answer = causeIn(failure, RedisCommandExecutionException.class);
        String[] words = answer == null
                ? new String[0]
                : String.valueOf(answer.getMessage()).split(" ", -1);
        if (words.length != 3 || !words[0].equals("ASK")) {
            return new String[0];
        }
        int colon = words[2].lastIndexOf(':');
        return new String[] {words[2].substring(0, colon), words[2].substring(colon + 1)};
    }

    private SessionStoreUnavailableException unreachable(@Nullable Throwable cause) {
        return new SessionStoreUnavailableException(
                server + " cannot be reached: check that it runs and that the address is right.", cause);
    }

    private SessionStoreException answered(RedisCommandExecutionException answer) {
        String code = codeOf(answer);
        if (String.valueOf(answer.getMessage()).contains("max number of clients")) {
            return new SessionStoreUnavailableException(
                    server + " has too many clients: raise its maxclients.", answer);
        }
        if (UNAVAILABLE.containsKey(code)) {
            return new SessionStoreUnavailableException(server + " " + UNAVAILABLE.get(code) + ".", answer);
        }
        if (cluster && REDIRECTIONS.contains(code)) {
            return new SessionStoreUnavailableException(server + " is moving the session to another node.", answer);
        }
        String reason = REFUSED.getOrDefault(code, "answered with an error (" + code + "), see the cause");
        return new SessionStoreException(server + " " + reason + ".", answer);
    }

    private static String codeOf(RedisCommandExecutionException answer) {
        return String.valueOf(answer.getMessage()).split(" ", 2)[0];
    }

    private static <T extends Throwable> @Nullable T causeIn(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}

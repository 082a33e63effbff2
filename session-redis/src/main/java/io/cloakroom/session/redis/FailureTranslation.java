package io.cloakroom.session.redis;

import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
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
            "NOREPLICAS", "has too few replicas to accept a write",
            "MISCONF", "cannot persist its data and therefore refuses writes: look into its log",
            "OOM", "has no memory left: raise its maxmemory");

    /** Refused before anything was done, by a server that may think otherwise a moment later. */
    private static final Set<String> FOR_A_MOMENT = Set.of("LOADING", "BUSY", "READONLY", "MASTERDOWN", "CLUSTERDOWN");

    private static final Map<String, String> REFUSED = Map.of(
            "NOAUTH", "wants a password: put the user and password into the RedisURI",
            "WRONGPASS", "does not know this user and password: correct them in the RedisURI",
            "NOPERM",
                    "does not let its user do this: allow +@connection +@read +@write +@scripting"
                            + " on the keys of the keyPrefix",
            "WRONGTYPE", "has something else than sessions there: give the store a keyPrefix of its own",
            "MOVED", "is a node of a Redis Cluster: give the store the address of a server outside a cluster",
            "CROSSSLOT", "is a node of a Redis Cluster: give the store the address of a server outside a cluster");

    private final String server;

    /** Creates a translation for a server, named as in {@code Redis at localhost:6379}. */
    FailureTranslation(String server) {
        this.server = server;
    }

    SessionStoreException translated(Throwable failure) {
        RedisCommandExecutionException answer = answerIn(failure);
        return answer == null ? unreachable(failure) : answered(answer);
    }

    SessionStoreUnavailableException timeout(Duration timeout, Throwable cause) {
        return new SessionStoreUnavailableException(
                server + " did not answer within " + timeout.toMillis() + " ms.", cause);
    }

    SessionStoreUnavailableException interrupted(InterruptedException cause) {
        return new SessionStoreUnavailableException("Interrupted while waiting for " + server + ".", cause);
    }

    SessionStoreUnavailableException disconnected() {
        return unreachable(null);
    }

    /** Tells whether the command had no effect and may soon be accepted. */
    static boolean isRefusalForAMoment(SessionStoreUnavailableException failure) {
        return failure.getCause() instanceof RedisCommandExecutionException answer
                && FOR_A_MOMENT.contains(codeOf(answer));
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
        String reason = REFUSED.getOrDefault(code, "answered with an error (" + code + "), see the cause");
        return new SessionStoreException(server + " " + reason + ".", answer);
    }

    private static String codeOf(RedisCommandExecutionException answer) {
        return String.valueOf(answer.getMessage()).split(" ", 2)[0];
    }

    private static @Nullable RedisCommandExecutionException answerIn(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException answer) {
                return answer;
            }
        }
        return null;
    }
}

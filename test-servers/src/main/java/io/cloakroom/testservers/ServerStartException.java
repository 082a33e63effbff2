package io.cloakroom.testservers;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Thrown when a server does not start. The message has the end of its log and, for the usual causes, what to do. */
public final class ServerStartException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int TAIL = 4_000;

    /** The end of the log; empty if there is none. */
    private final String logTail;

    /** What to do; empty if unknown. */
    private final String hint;

    /**
     * Describes a failed start.
     *
     * @param server what was to be started, for instance {@code "redis-server"}
     * @param reason what happened
     * @param log the server's output so far, possibly empty; its end is kept
     * @param cause what was thrown, or {@code null}
     */
    public ServerStartException(String server, String reason, String log, @Nullable Throwable cause) {
        super(message(server, reason, tail(log), StartHint.from(reason + '\n' + cause + '\n' + log)), cause);
        this.logTail = tail(log);
        this.hint = StartHint.from(reason + '\n' + cause + '\n' + log);
    }

    /**
     * Returns the end of the server's output.
     *
     * @return at most 4,000 characters; empty if there was no output
     */
    public String logTail() {
        return logTail;
    }

    /**
     * Returns what can be done about it.
     *
     * @return a sentence; empty if the cause is not one of the usual
     */
    public String hint() {
        return hint;
    }

    private static String message(String server, String reason, String tail, String hint) {
        StringBuilder text = new StringBuilder(requireNonNull(server, "server"))
                .append(" did not start: ")
                .append(reason);
        if (!hint.isEmpty()) {
            text.append("\nWhat to do: ").append(hint);
        }
        return tail.isEmpty()
                ? text.toString()
                : text.append("\nThe end of its log:\n").append(tail).toString();
    }

    private static String tail(String log) {
        return log.length() <= TAIL ? log : log.substring(log.length() - TAIL);
    }
}

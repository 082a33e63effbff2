package io.cloakroom.session;

import io.cloakroom.session.store.SessionStoreUnavailableException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client hears when its session could not be loaded or saved. */
final class StoreFailure {

    /** How soon a browser or a load balancer may try again. */
    private static final String RETRY_AFTER_SECONDS = "1";

    private static final int MAX_CAUSES = 16;

    private StoreFailure() {}

    /** Tells whether a failure is one that the client is told about by {@link #send}. */
    static boolean isForClient(Throwable failure) {
        return cause(SessionStoreUnavailableException.class, failure) != null
                || cause(SessionConflictException.class, failure) != null;
    }

    /** Looks for a cause, however deep frameworks have wrapped it. */
    private static <T extends Throwable> @Nullable T cause(Class<T> type, Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** Turns an uncommitted response into the error that a failure {@linkplain #isForClient for the client} means. */
    static void send(SessionExchange exchange, Throwable failure) throws IOException, ServletException {
        SessionStoreUnavailableException unavailable = cause(SessionStoreUnavailableException.class, failure);
        if (unavailable != null) {
            sendUnavailable(exchange, unavailable);
        } else {
            sendConflict(exchange);
        }
    }

    /**
     * Turns an uncommitted response into 409: the request was in order, and may well succeed when it is sent again,
     * which 500 would not say.
     */
    private static void sendConflict(SessionExchange exchange) throws IOException {
        HttpServletResponse response = exchange.response();
        response.resetBuffer();
        exchange.abandon();
        response.sendError(HttpServletResponse.SC_CONFLICT);
    }

    /**
     * Turns an uncommitted response into 503 and leaves the client's ticket alone: it is good when the store is back.
     */
    private static void sendUnavailable(SessionExchange exchange, SessionStoreUnavailableException failure)
            throws IOException, ServletException {
        HttpServletResponse response = exchange.response();
        exchange.abandon();
        clear(response);
        response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        response.setHeader("Cache-Control", "no-store");
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        exchange.handleUnavailable(failure);
    }

    /** Forgets also whether the application has begun to write with a stream or a writer; keeps what filters set. */
    private static void clear(HttpServletResponse response) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : response.getHeaderNames()) {
            headers.put(name, List.copyOf(response.getHeaders(name)));
        }
        response.reset();
        headers.forEach((name, values) -> {
            if (!name.toLowerCase(Locale.ROOT).startsWith("content-")) {
                response.setHeader(name, values.get(0));
                values.subList(1, values.size()).forEach(value -> response.addHeader(name, value));
            }
        });
    }

    /**
     * Answers an asynchronous request whose session could not be saved at its end.
     *
     * @param failure rethrown if there is nothing more to tell the client, because the response has gone out
     */
    static void answer(SessionExchange exchange, RuntimeException failure) {
        HttpServletResponse response = exchange.response();
        if (response.isCommitted()) {
            throw failure;
        }
        try {
            if (isForClient(failure)) {
                send(exchange, failure);
            } else {
                exchange.abandon();
                response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
                throw failure;
            }
        } catch (IOException | ServletException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }

    static void suppress(Throwable main, Throwable other) {
        if (other != main) {
            main.addSuppressed(other);
        }
    }
}

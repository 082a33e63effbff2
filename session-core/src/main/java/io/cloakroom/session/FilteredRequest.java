package io.cloakroom.session;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** One way of a request through the filter that begins outside of the application: its first, or an error dispatch. */
final class FilteredRequest {

    private final HttpServletRequest raw;
    private final SessionExchange exchange;
    private final SessionRequest request;
    private final SessionResponse response;

    FilteredRequest(SessionSettings settings, HttpServletRequest raw, HttpServletResponse rawResponse) {
        this.raw = raw;
        this.exchange = SessionExchange.begin(settings, raw, rawResponse);
        this.response = new SessionResponse(rawResponse, exchange);
        this.request = new SessionRequest(raw, exchange, response);
    }

    void run(FilterChain chain) throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException | Error e) {
            if (canAnswer(e)) {
                StoreFailure.send(exchange, e);
                return;
            }
            finishAfter(e);
            throw e;
        }
        if (!raw.isAsyncStarted()) {
            succeeded();
        }
    }

    private void succeeded() throws IOException, ServletException {
        try {
            exchange.finish();
        } catch (RuntimeException e) {
            if (!canAnswer(e)) {
                exchange.abandon();
                throw e;
            }
            StoreFailure.send(exchange, e);
        }
    }

    /** The application's exception goes on to the container; a save that fails on top of it is not to hide it. */
    private void finishAfter(Throwable failure) {
        try {
            exchange.finish();
        } catch (RuntimeException e) {
            StoreFailure.suppress(failure, e);
            abandonAfter(failure);
        }
    }

    /** A container that has given up the request does not let anybody near its headers. */
    private void abandonAfter(Throwable failure) {
        try {
            exchange.abandon();
        } catch (RuntimeException e) {
            StoreFailure.suppress(failure, e);
        }
    }

    /** In an error dispatch the container is answering already. */
    private boolean canAnswer(Throwable failure) {
        return StoreFailure.isForClient(failure)
                && !exchange.response().isCommitted()
                && raw.getDispatcherType() != DispatcherType.ERROR;
    }
}

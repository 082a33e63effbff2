package io.cloakroom.session;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Saves where the container ends an asynchronous request by itself. */
final class SavingAsyncListener implements AsyncListener {

    private final SessionExchange exchange;

    SavingAsyncListener(SessionExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        exchange.beforeCommit();
    }

    @Override
    public void onError(AsyncEvent event) {
        exchange.beforeCommit();
    }

    /** For what was changed after the response; usually there is nothing left to save. */
    @Override
    public void onComplete(AsyncEvent event) {
        exchange.finish();
    }

    /** A new cycle comes with a listener of its own. */
    @Override
    public void onStartAsync(AsyncEvent event) {}
}

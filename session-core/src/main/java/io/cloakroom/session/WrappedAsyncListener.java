package io.cloakroom.session;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;

/** A listener of the application that gets our context, whose {@code complete} saves, instead of the container's. */
final class WrappedAsyncListener implements AsyncListener {

    private final AsyncListener delegate;
    private final AsyncContext context;

    WrappedAsyncListener(AsyncListener delegate, AsyncContext context) {
        this.delegate = delegate;
        this.context = context;
    }

    @Override
    public void onComplete(AsyncEvent event) throws IOException {
        delegate.onComplete(ours(event));
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        delegate.onTimeout(ours(event));
    }

    @Override
    public void onError(AsyncEvent event) throws IOException {
        delegate.onError(ours(event));
    }

    /** This event is about the next cycle, whose context the application has got from {@code startAsync}. */
    @Override
    public void onStartAsync(AsyncEvent event) throws IOException {
        delegate.onStartAsync(event);
    }

    private AsyncEvent ours(AsyncEvent event) {
        return new AsyncEvent(context, event.getSuppliedRequest(), event.getSuppliedResponse(), event.getThrowable());
    }
}

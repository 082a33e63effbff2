package io.cloakroom.session;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * Saves the session before an asynchronous response goes out. A listener of the container's context alone would be too
 * late: Jetty calls {@code onComplete} after the response.
 */
final class SessionAsyncContext implements AsyncContext {

    private final AsyncContext delegate;
    private final SessionExchange exchange;

    SessionAsyncContext(AsyncContext delegate, SessionExchange exchange) {
        this.delegate = delegate;
        this.exchange = exchange;
        delegate.addListener(new SavingAsyncListener(exchange));
    }

    @Override
    public void complete() {
        try {
            exchange.finish();
        } catch (RuntimeException e) {
            StoreFailure.answer(exchange, e);
        } finally {
            delegate.complete();
        }
    }

    @Override
    public void dispatch() {
        saveThen(delegate::dispatch);
    }

    @Override
    public void dispatch(String path) {
        saveThen(() -> delegate.dispatch(path));
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        saveThen(() -> delegate.dispatch(context, path));
    }

    /** The filter may not be mapped to asynchronous dispatches. A request that cannot be saved ends here. */
    private void saveThen(Runnable dispatch) {
        try {
            exchange.beforeCommit();
        } catch (RuntimeException e) {
            complete();
            return;
        }
        dispatch.run();
    }

    @Override
    public void addListener(AsyncListener listener) {
        delegate.addListener(new WrappedAsyncListener(listener, this));
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        delegate.addListener(new WrappedAsyncListener(listener, this), request, response);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> listenerClass) throws ServletException {
        return delegate.createListener(listenerClass);
    }

    @Override
    public ServletRequest getRequest() {
        return delegate.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return delegate.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return delegate.hasOriginalRequestAndResponse();
    }

    @Override
    public void start(Runnable task) {
        delegate.start(task);
    }

    @Override
    public void setTimeout(long milliseconds) {
        delegate.setTimeout(milliseconds);
    }

    @Override
    public long getTimeout() {
        return delegate.getTimeout();
    }
}

package io.cloakroom.session;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request whose session is ours instead of the container's. */
final class SessionRequest extends HttpServletRequestWrapper {

    private final SessionExchange exchange;
    private final SessionResponse response;
    private volatile @Nullable SessionAsyncContext asyncContext;

    SessionRequest(HttpServletRequest request, SessionExchange exchange, SessionResponse response) {
        super(request);
        this.exchange = exchange;
        this.response = response;
    }

    /** Tells whether a request is one of ours or wraps one. */
    static boolean isInside(ServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            if (inner instanceof SessionRequest) {
                return true;
            }
            inner = wrapper.getRequest();
        }
        return false;
    }

    @Override
    public HttpSession getSession() {
        return exchange.sessionOrNew();
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        return create ? exchange.sessionOrNew() : exchange.session();
    }

    @Override
    public String changeSessionId() {
        return exchange.changeSessionId();
    }

    @Override
    public @Nullable String getRequestedSessionId() {
        return exchange.requestedSessionId();
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        return exchange.isRequestedSessionIdValid();
    }

    @Override
    public boolean isRequestedSessionIdFromCookie() {
        return exchange.isRequestedSessionIdFromCookie();
    }

    @Override
    public boolean isRequestedSessionIdFromURL() {
        return false;
    }

    /** The container's own version would give the asynchronous part the unwrapped request. */
    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        SessionAsyncContext started = new SessionAsyncContext(super.startAsync(request, response), exchange);
        asyncContext = started;
        return started;
    }

    @Override
    public AsyncContext getAsyncContext() {
        AsyncContext started = asyncContext;
        return started != null ? started : super.getAsyncContext();
    }

    @Override
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> handlerClass) throws IOException, ServletException {
        exchange.beforeCommit();
        return super.upgrade(handlerClass);
    }
}

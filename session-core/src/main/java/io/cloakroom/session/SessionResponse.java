package io.cloakroom.session;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** A response that saves the session before its first byte leaves, whichever way that happens. */
final class SessionResponse extends HttpServletResponseWrapper {

    private static final String CONTENT_LENGTH = "Content-Length";

    private final SessionExchange exchange;
    private final OutputGauge gauge;
    private @Nullable ServletOutputStream stream;
    private @Nullable PrintWriter writer;

    SessionResponse(HttpServletResponse response, SessionExchange exchange) {
        super(response);
        this.exchange = exchange;
        this.gauge = new OutputGauge(exchange, response);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (stream == null) {
            stream = new CommittingOutputStream(super.getOutputStream(), gauge, exchange);
        }
        return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            PrintWriter delegate = super.getWriter();
            writer = new CommittingWriter(delegate, Charset.forName(getCharacterEncoding()), gauge, exchange);
        }
        return writer;
    }

    @Override
    public void sendError(int status) throws IOException {
        exchange.beforeCommit();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        exchange.beforeCommit();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        exchange.beforeCommit();
        super.sendRedirect(location);
    }

    /* Servlet 6.1 adds three overloads. This is compiled against 6.0, hence no @Override; without them the wrapper of
     * 6.1 would forward straight to the container. */

    public void sendRedirect(String location, int status) throws IOException {
        sendRedirect(location, status, true);
    }

    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        sendRedirect(location, SC_FOUND, clearBuffer);
    }

    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        exchange.beforeCommit();
        NewRedirect.send((HttpServletResponse) getResponse(), location, status, clearBuffer);
    }

    @Override
    public void flushBuffer() throws IOException {
        exchange.beforeCommit();
        super.flushBuffer();
    }

    @Override
    public void reset() {
        super.reset();
        stream = null;
        writer = null;
        gauge.responseWasReset();
        exchange.announceTicket();
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        gauge.bufferWasReset();
    }

    @Override
    public void setContentLength(int length) {
        gauge.beforeContentLength(length);
        super.setContentLength(length);
    }

    @Override
    public void setContentLengthLong(long length) {
        gauge.beforeContentLength(length);
        super.setContentLengthLong(length);
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        noteLength(name, value);
        super.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        noteLength(name, value);
        super.addHeader(name, value);
    }

    @Override
    public void setIntHeader(String name, int value) {
        noteLength(name, Integer.toString(value));
        super.setIntHeader(name, value);
    }

    @Override
    public void addIntHeader(String name, int value) {
        noteLength(name, Integer.toString(value));
        super.addIntHeader(name, value);
    }

    /** Tickets never go into addresses: those end up in logs, histories and other sites' referrers. */
    @Override
    public String encodeURL(String url) {
        return url;
    }

    @Override
    public String encodeRedirectURL(String url) {
        return url;
    }

    private void noteLength(String header, @Nullable String value) {
        if (!CONTENT_LENGTH.equalsIgnoreCase(header)) {
            return;
        }
        try {
            gauge.beforeContentLength(value == null ? -1 : Long.parseLong(value.trim()));
        } catch (NumberFormatException e) {
            gauge.beforeContentLength(0);
        }
    }
}

package io.cloakroom.session;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Counts the bytes of a response body and gives the session a chance to be saved before the container sends any: each
 * time another quarter of the buffer is full, and when the announced length is reached.
 *
 * <p>A quarter, because containers do not wait for the last byte: Jetty sends a single write that is larger than that
 * at once, without putting it into the buffer.
 */
final class OutputGauge {

    private static final int STEPS = 4;
    private static final long UNKNOWN = -1;

    private final SessionExchange exchange;
    private final HttpServletResponse response;
    private long written;
    private long nextSave = UNKNOWN;
    private long contentLength = UNKNOWN;

    OutputGauge(SessionExchange exchange, HttpServletResponse response) {
        this.exchange = exchange;
        this.response = response;
    }

    /** To be called before bytes are handed on. To count too many is harmless, too few is not. */
    void beforeWrite(long bytes) {
        written += bytes;
        if (nextSave == UNKNOWN) {
            nextSave = step();
        }
        boolean complete = contentLength != UNKNOWN && written >= contentLength;
        if (complete) {
            exchange.beforeEnd();
        } else if (written >= nextSave) {
            nextSave = written + step();
            exchange.beforeCommit();
        }
    }

    /** To be called before a length is announced: a container may send a body that is already complete. */
    void beforeContentLength(long length) {
        contentLength = length < 0 ? UNKNOWN : length;
        if (contentLength != UNKNOWN && written >= contentLength) {
            exchange.beforeCommit();
        }
    }

    void bufferWasReset() {
        written = 0;
        nextSave = UNKNOWN;
    }

    void responseWasReset() {
        bufferWasReset();
        contentLength = UNKNOWN;
    }

    private long step() {
        return Math.max(1, response.getBufferSize() / STEPS);
    }
}

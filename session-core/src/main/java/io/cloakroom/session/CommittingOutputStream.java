package io.cloakroom.session;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/**
 * A response stream that saves the session before bytes leave. Servlet 6.1's {@code write(ByteBuffer)} ends up here.
 */
final class CommittingOutputStream extends ServletOutputStream {

    private final ServletOutputStream delegate;
    private final OutputGauge gauge;
    private final SessionExchange exchange;

    CommittingOutputStream(ServletOutputStream delegate, OutputGauge gauge, SessionExchange exchange) {
        this.delegate = delegate;
        this.gauge = gauge;
        this.exchange = exchange;
    }

    @Override
    public void write(int oneByte) throws IOException {
        gauge.beforeWrite(1);
        delegate.write(oneByte);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        gauge.beforeWrite(bytes.length);
        delegate.write(bytes);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        gauge.beforeWrite(length);
        delegate.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        exchange.beforeCommit();
        delegate.flush();
    }

    @Override
    public void close() throws IOException {
        exchange.beforeEnd();
        delegate.close();
    }

    @Override
    public boolean isReady() {
        return delegate.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        delegate.setWriteListener(listener);
    }
}

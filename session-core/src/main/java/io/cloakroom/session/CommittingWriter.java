package io.cloakroom.session;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A response writer that saves the session before bytes leave. It overrides every method that {@code PrintWriter} would
 * run under its monitor: a save waits for the store, and a virtual thread must not do so inside a monitor.
 */
final class CommittingWriter extends PrintWriter {

    private final PrintWriter delegate;
    private final OutputGauge gauge;
    private final SessionExchange exchange;
    private final boolean utf8;
    private final int maxBytesPerChar;

    CommittingWriter(PrintWriter delegate, Charset charset, OutputGauge gauge, SessionExchange exchange) {
        super(delegate);
        this.delegate = delegate;
        this.gauge = gauge;
        this.exchange = exchange;
        this.utf8 = charset.equals(StandardCharsets.UTF_8);
        this.maxBytesPerChar = (int) Math.ceil(charset.newEncoder().maxBytesPerChar());
    }

    @Override
    public void write(int oneChar) {
        gauge.beforeWrite(maxBytesPerChar);
        delegate.write(oneChar);
    }

    @Override
    public void write(char[] chars, int offset, int length) {
        gauge.beforeWrite((long) length * maxBytesPerChar);
        delegate.write(chars, offset, length);
    }

    @Override
    public void write(char[] chars) {
        write(chars, 0, chars.length);
    }

    @Override
    public void write(String text, int offset, int length) {
        gauge.beforeWrite(utf8 ? utf8Length(text, offset, length) : (long) length * maxBytesPerChar);
        delegate.write(text, offset, length);
    }

    @Override
    public void write(String text) {
        write(text, 0, text.length());
    }

    @Override
    public void flush() {
        exchange.beforeCommit();
        delegate.flush();
    }

    @Override
    public void close() {
        exchange.beforeEnd();
        delegate.close();
    }

    @Override
    public boolean checkError() {
        exchange.beforeCommit();
        return delegate.checkError();
    }

    @Override
    public void println() {
        write(System.lineSeparator());
    }

    @Override
    public void println(boolean value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(char value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(int value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(long value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(float value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(double value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(char[] value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(@Nullable String value) {
        write(value + System.lineSeparator());
    }

    @Override
    public void println(@Nullable Object value) {
        println(String.valueOf(value));
    }

    @Override
    public PrintWriter format(String format, @Nullable Object... arguments) {
        return format(Locale.getDefault(Locale.Category.FORMAT), format, arguments);
    }

    @Override
    public PrintWriter format(@Nullable Locale locale, String format, @Nullable Object... arguments) {
        write(String.format(locale, format, arguments));
        return this;
    }

    private static long utf8Length(String text, int offset, int length) {
        long bytes = 0;
        for (int index = offset; index < offset + length; index++) {
            char each = text.charAt(index);
            bytes += each < 0x80 ? 1 : each < 0x800 || Character.isSurrogate(each) ? 2 : 3;
        }
        return bytes;
    }
}

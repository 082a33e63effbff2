package io.cloakroom.examples.fleet;

import java.io.PrintWriter;
import java.time.Duration;

/** Tells the person at the terminal what is being started and how long it took. */
final class Progress {

    private final PrintWriter out;
    private long since = System.nanoTime();

    Progress(PrintWriter out) {
        this.out = out;
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    void begin(String what) {
        since = System.nanoTime();
        out.printf("  %-20s starting ...", what);
        out.flush();
    }

    /** The carriage return writes over the line of {@link #begin}; where output is no terminal it does no harm. */
    void done(String what, String where) {
        double seconds = Duration.ofNanos(System.nanoTime() - since).toMillis() / 1000.0;
        out.printf("\r  %-20s %-34s %5.1f s%n", what, where, seconds);
        out.flush();
    }

    /** One more thing that had come up with what is done. */
    void also(String what, String where) {
        out.printf("  %-20s %s%n", what, where);
        out.flush();
    }
}

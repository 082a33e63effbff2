package io.cloakroom.testservers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A shell beside this JVM that waits for the end of its standard input, which comes when the JVM ends, however it ends.
 * Then it kills the processes it was told of and removes the JVM's folder.
 */
final class Watchdog {

    /*
     * The list is of exact process ids: "+ id" adds one, "- id" takes it off as soon as the process has ended, because
     * the system may give the id to somebody else. Ctrl-C on a terminal reaches the whole process group, so the shell
     * ignores it and outlives the JVM. A dying server may still write into its folder: hence the second and third try.
     */
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            ids=' '
            while read -r what id; do
              case "$what$ids" in
                +*) ids="$ids$id " ;;
                -*" $id "*) ids="${ids%%" $id "*} ${ids#*" $id "}" ;;
              esac
            done
            test "$ids" = ' ' || kill -9 $ids
            for pause in 0 1 2 4; do
              sleep $pause
              rm -rf "$1" && exit
            done
            """;

    private final Process shell;
    private final OutputStream toShell;

    /** Keeps the lines of two threads apart; a line is far smaller than the pipe, so that nobody waits long. */
    private final ReentrantLock writing = new ReentrantLock();

    private Watchdog(Process shell) {
        this.shell = shell;
        this.toShell = shell.getOutputStream();
    }

    static Watchdog over(Path folder) throws IOException {
        return new Watchdog(new ProcessBuilder("sh", "-c", SCRIPT, "cloakroom-watchdog", folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Once this has returned, the process ends with this JVM: the line lies in the pipe, even if we die right now. */
    void watch(Collection<Long> pids) throws IOException {
        tell('+', pids);
    }

    void forget(Collection<Long> pids) throws IOException {
        tell('-', pids);
    }

    private void tell(char what, Collection<Long> pids) throws IOException {
        StringBuilder lines = new StringBuilder();
        pids.forEach(pid -> lines.append(what).append(' ').append(pid).append('\n'));
        writing.lock();
        try {
            toShell.write(lines.toString().getBytes(UTF_8));
            toShell.flush();
        } catch (IOException e) {
            throw new IOException("the watchdog (process " + shell.pid() + ") has gone", e);
        } finally {
            writing.unlock();
        }
    }
}

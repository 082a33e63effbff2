package io.cloakroom.testservers;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A child process that ends with this JVM, whether the JVM ends by itself, by {@code System.exit} or by SIGKILL. A
 * small shell process per JVM sees to that: it kills the children when the JVM has gone, also those that are suspended,
 * and removes the JVM's temporary folder.
 *
 * <p>Standard output and error go to one file. Standard input is empty. Safe for use by many threads.
 */
public final class ChildProcess implements AutoCloseable {

    /*
     * The child starts as a shell that waits for our word and only then becomes the command, under the same process id.
     * In between the watchdog learns the id. If we are killed before that, the shell reads the end of its input and ends.
     */
    private static final String WAIT_THEN_BECOME = "read -r go && exec \"$@\" </dev/null";

    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(20);

    private final String name;
    private final String stopSignal;
    private final Path output;
    private final Process process;
    private final Watchdog watchdog;

    private ChildProcess(Builder builder, Path output, Process process, Watchdog watchdog) {
        this.name = builder.name;
        this.stopSignal = builder.stopSignal;
        this.output = output;
        this.process = process;
        this.watchdog = watchdog;
    }

    /**
     * Prepares a child process.
     *
     * @param name what to call it in messages and in the names of its files
     * @param command the program and its arguments
     * @return a builder with all defaults
     * @throws IllegalArgumentException if {@code command} is empty
     */
    public static Builder builder(String name, List<String> command) {
        return new Builder(name, command);
    }

    /**
     * Returns the {@code java} command of the JVM that this code runs in, to start another one.
     *
     * @return the path of an executable
     */
    public static Path javaCommand() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /**
     * Returns the name that was given.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the process id.
     *
     * @return the id; when the process has ended, somebody else may have it
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Tells whether the process has not ended yet; a suspended one has not.
     *
     * @return whether it is there
     */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Returns the exit code.
     *
     * @return the code, 128 + n if it was ended by signal n; empty while it is alive
     */
    public OptionalInt exitCode() {
        return isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /**
     * Waits for the end of the process.
     *
     * @param timeout how long
     * @return whether it has ended
     * @throws CancellationException if the thread is interrupted; its interrupt flag stays set
     */
    public boolean awaitExit(Duration timeout) {
        try {
            return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for the end of " + name);
        }
    }

    /** Kills the process and its descendants (SIGKILL) and waits until it has gone. Does nothing if it has ended. */
    public void kill() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        if (!awaitExit(KILL_TIMEOUT)) {
            throw new IllegalStateException(name + " (process " + pid() + ") is still there after SIGKILL");
        }
    }

    /**
     * Suspends the process and its descendants (SIGSTOP): it keeps its connections, accepts new ones even, and answers
     * nothing.
     *
     * @throws IllegalStateException if the process has ended
     */
    public void suspend() {
        requireAlive();
        List<Long> descendants = descendants();
        try {
            // a stopped child of a killed parent would stay for ever
            watchdog.watch(descendants);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        signal("STOP", descendants);
    }

    /**
     * Lets a suspended process go on (SIGCONT). Does nothing to one that runs.
     *
     * @throws IllegalStateException if the process has ended
     */
    public void resume() {
        requireAlive();
        goOn();
    }

    /**
     * Asks the process to end (SIGTERM, if no other signal was chosen), and kills it if it does not in time. Does
     * nothing if it has ended.
     *
     * @param grace how long it may take
     * @return whether it ended without being killed
     */
    public boolean stop(Duration grace) {
        signal(stopSignal, List.of());
        goOn();
        boolean ended = awaitExit(grace);
        kill();
        return ended;
    }

    /** Same as {@link #kill}. The file with the output stays until the JVM ends. */
    @Override
    public void close() {
        kill();
    }

    /**
     * Returns the file with the output.
     *
     * @return the file; in the JVM's temporary folder unless another one was chosen
     */
    public Path output() {
        return output;
    }

    /**
     * Reads what the process has written so far.
     *
     * @return the whole file; empty if it is not there
     */
    public String log() {
        try {
            return Files.exists(output) ? new String(Files.readAllBytes(output), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says what and where, nothing of the arguments. */
    @Override
    public String toString() {
        return name + " (process " + pid() + ")";
    }

    private void requireAlive() {
        if (!isAlive()) {
            throw new IllegalStateException(name + " (process " + pid() + ") has ended");
        }
    }

    private void goOn() {
        List<Long> descendants = descendants();
        signal("CONT", descendants);
        forget(watchdog, descendants);
    }

    private List<Long> descendants() {
        return process.descendants().map(ProcessHandle::pid).toList();
    }

    /** Through a shell, whose {@code kill} is built in: small systems have no such command. */
    private void signal(String signal, List<Long> descendants) {
        if (!isAlive()) {
            return;
        }
        List<String> command = Stream.of(
                        Stream.of("sh", "-c", "kill -" + signal + " \"$@\"", "kill"),
                        Stream.of(String.valueOf(pid())),
                        descendants.stream().map(String::valueOf))
                .flatMap(part -> part)
                .toList();
        try {
            new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while sending SIG" + signal + " to " + name);
        }
    }

    private static void forget(Watchdog watchdog, List<Long> pids) {
        try {
            watchdog.forget(pids);
        } catch (IOException e) {
            // without its shell nobody kills a wrong process either
        }
    }

    /** Configures and starts a {@link ChildProcess}. Not safe for use by several threads. */
    public static final class Builder {

        private final String name;
        private final List<String> command;
        private final Map<String, String> environment = new HashMap<>();
        private String stopSignal = "TERM";
        private @Nullable Path folder;
        private @Nullable Path output;
        private @Nullable Consumer<String> onLine;

        private Builder(String name, List<String> command) {
            this.name = requireNonNull(name, "name");
            this.command = List.copyOf(command);
            if (command.isEmpty()) {
                throw new IllegalArgumentException("command must have a program: " + command);
            }
        }

        /**
         * Sets the working directory. The default is this JVM's.
         *
         * @param folder a folder that is there
         * @return this builder
         */
        public Builder folder(Path folder) {
            this.folder = requireNonNull(folder, "folder");
            return this;
        }

        /**
         * Sets a variable of the environment, over those of this JVM.
         *
         * @param variable its name
         * @param value its value
         * @return this builder
         */
        public Builder environment(String variable, String value) {
            environment.put(requireNonNull(variable, "variable"), requireNonNull(value, "value"));
            return this;
        }

        /**
         * Sets the file for the output; it is appended to. The default is a new file in the JVM's temporary folder.
         *
         * @param output the file
         * @return this builder
         */
        public Builder output(Path output) {
            this.output = requireNonNull(output, "output");
            return this;
        }

        /**
         * Sets the signal by which the process is asked to end. The default is {@code TERM}.
         *
         * @param stopSignal its name without SIG, for instance {@code INT}
         * @return this builder
         */
        public Builder stopSignal(String stopSignal) {
            this.stopSignal = requireNonNull(stopSignal, "stopSignal");
            return this;
        }

        /**
         * Sets who is told of each line of the output, besides the file. Called by a thread of its own; what it throws
         * ends the calls, not the process.
         *
         * @param onLine takes a line, without its end
         * @return this builder
         */
        public Builder onLine(Consumer<String> onLine) {
            this.onLine = requireNonNull(onLine, "onLine");
            return this;
        }

        /**
         * Starts the process. A program that cannot be executed shows as exit code 126 or 127 and a line of output.
         *
         * @return the process
         * @throws ServerStartException if no process can be started
         */
        public ChildProcess start() {
            Sandbox sandbox = Sandbox.ofThisJvm();
            Path file = output == null ? sandbox.newFolder(name).resolve("output.log") : output;
            try {
                Process process = processBuilder(file).start();
                ChildProcess child = new ChildProcess(this, file, process, sandbox.watchdog());
                letGo(process, sandbox.watchdog());
                if (onLine != null) {
                    follow(process, file, onLine);
                }
                return child;
            } catch (IOException e) {
                throw new ServerStartException(name, "no process could be started", "", e);
            }
        }

        private ProcessBuilder processBuilder(Path file) {
            List<String> held = new ArrayList<>(List.of("sh", "-c", WAIT_THEN_BECOME, name));
            held.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(held).redirectErrorStream(true);
            if (onLine == null) {
                builder.redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()));
            }
            if (folder != null) {
                builder.directory(folder.toFile());
            }
            builder.environment().putAll(environment);
            return builder;
        }

        private static void letGo(Process process, Watchdog watchdog) throws IOException {
            List<Long> pid = List.of(process.pid());
            try (var toChild = process.getOutputStream()) {
                watchdog.watch(pid);
                toChild.write('\n');
            }
            var unused = process.onExit().thenRun(() -> forget(watchdog, pid));
        }

        private void follow(Process process, Path file, Consumer<String> listener) {
            Thread reader = new Thread(
                    () -> {
                        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                            copyLines(lines, file, listener);
                        } catch (IOException e) {
                            // the process was killed in the middle of a line
                        }
                    },
                    name + "-output");
            reader.setDaemon(true);
            reader.start();
        }

        private static void copyLines(BufferedReader lines, Path file, Consumer<String> listener) throws IOException {
            Consumer<String> told = listener;
            try (BufferedWriter copy =
                    Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                for (String line; (line = lines.readLine()) != null; ) {
                    copy.append(line).append('\n').flush();
                    told = tell(told, line);
                }
            }
        }

        private static Consumer<String> tell(Consumer<String> listener, String line) {
            try {
                listener.accept(line);
                return listener;
            } catch (RuntimeException e) {
                return ignored -> {};
            }
        }
    }
}

package io.cloakroom.testservers;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A server's process over several lives on one port, with one data folder and one log. {@link TestServer} says what
 * each method does; this class is for who adds a server.
 */
public final class ServerProcess {

    private static final Duration GRACE = Duration.ofSeconds(10);

    /** A killed server may hold its port for a moment after it has gone, by a process of its own. */
    private static final Duration PORT_RELEASE = Duration.ofSeconds(2);

    private final String name;
    private final int port;
    private final Path folder;
    private final List<String> command;
    private final Map<String, String> environment;
    private final String stopSignal;
    private final BooleanSupplier answers;
    private final Duration startTimeout;

    /** One start or stop at a time; held while the server starts. Killing needs no lock and ends a start that hangs. */
    private final ReentrantLock lifecycle = new ReentrantLock();

    private volatile @Nullable ChildProcess current;
    private volatile boolean closed;

    private ServerProcess(Builder builder) {
        this.name = builder.name;
        this.port = builder.port;
        this.folder = builder.folder;
        this.command = builder.command;
        this.environment = Map.copyOf(builder.environment);
        this.stopSignal = builder.stopSignal;
        this.answers = builder.answers;
        this.startTimeout = builder.startTimeout;
    }

    /**
     * Makes a folder for a server's data and log. It is deleted when the server is closed or this JVM ends.
     *
     * @param name the server's name
     * @return a new, empty folder
     */
    public static Path newFolder(String name) {
        return Sandbox.ofThisJvm().newFolder(name);
    }

    /**
     * Prepares a server's process.
     *
     * @param name what to call it in messages
     * @param port where it will listen on 127.0.0.1
     * @param folder its folder, from {@link #newFolder}
     * @param command the program and its arguments
     * @return a builder
     */
    public static Builder builder(String name, int port, Path folder, List<String> command) {
        return new Builder(name, port, folder, command);
    }

    int port() {
        return port;
    }

    Path folder() {
        return folder;
    }

    long pid() {
        return latest().pid();
    }

    boolean isAlive() {
        ChildProcess process = current;
        return process != null && process.isAlive();
    }

    String log() {
        return latest().log();
    }

    void kill() {
        latest().kill();
    }

    void suspend() {
        latest().suspend();
    }

    void resume() {
        latest().resume();
    }

    void stop() {
        lifecycle.lock();
        try {
            latest().stop(GRACE);
        } finally {
            lifecycle.unlock();
        }
    }

    void restart() {
        lifecycle.lock();
        try {
            if (closed) {
                throw new IllegalStateException(name + " on port " + port + " was closed: it cannot be started again");
            }
            stop();
            start();
        } finally {
            lifecycle.unlock();
        }
    }

    void close() {
        closed = true;
        endAnyStart();
        lifecycle.lock();
        try {
            endAnyStart();
            FolderTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lifecycle.unlock();
        }
    }

    private void endAnyStart() {
        ChildProcess process = current;
        if (process != null) {
            process.kill();
        }
    }

    private void start() {
        requireFreePort();
        ChildProcess.Builder builder = ChildProcess.builder(name, command)
                .folder(folder)
                .output(folder.resolve("output.log"))
                .stopSignal(stopSignal);
        environment.forEach(builder::environment);
        ChildProcess process = builder.start();
        current = process;
        boolean done = Poll.until(startTimeout, () -> !process.isAlive() || answers.getAsBoolean());
        if (!process.isAlive()) {
            throw failure("it ended with exit code " + process.exitCode().orElseThrow());
        }
        if (!done) {
            process.kill();
            throw failure("it did not answer on port " + port + " within " + startTimeout.toSeconds() + " s");
        }
    }

    /** Otherwise whoever listens there would answer in place of a server that is about to give up. */
    private void requireFreePort() {
        if (!Poll.until(PORT_RELEASE, () -> FreePort.isFree(port))) {
            throw failure("address already in use: 127.0.0.1:" + port);
        }
    }

    private ServerStartException failure(String reason) {
        return new ServerStartException(name, reason, current == null ? "" : log(), null);
    }

    private ChildProcess latest() {
        return requireNonNull(current, "not started");
    }

    /** Configures and starts a {@link ServerProcess}. Not safe for use by several threads. */
    public static final class Builder {

        private final String name;
        private final int port;
        private final Path folder;
        private final List<String> command;
        private final Map<String, String> environment = new HashMap<>();
        private String stopSignal = "TERM";
        private BooleanSupplier answers = () -> true;
        private Duration startTimeout = Duration.ofSeconds(30);

        private Builder(String name, int port, Path folder, List<String> command) {
            this.name = requireNonNull(name, "name");
            this.port = port;
            this.folder = requireNonNull(folder, "folder");
            this.command = List.copyOf(command);
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
         * Sets the signal for an orderly stop. The default is {@code TERM}.
         *
         * @param stopSignal its name without SIG, for instance {@code INT}
         * @return this builder
         */
        public Builder stopSignal(String stopSignal) {
            this.stopSignal = requireNonNull(stopSignal, "stopSignal");
            return this;
        }

        /**
         * Sets how to see that the server is ready. The default takes it for ready at once.
         *
         * @param answers asks the server a question and says whether it was answered; called every few milliseconds,
         *     must not throw
         * @return this builder
         */
        public Builder readyWhen(BooleanSupplier answers) {
            this.answers = requireNonNull(answers, "answers");
            return this;
        }

        /**
         * Sets how long a start may take. The default is 30 s.
         *
         * @param startTimeout a positive time
         * @return this builder
         */
        public Builder startTimeout(Duration startTimeout) {
            this.startTimeout = requireNonNull(startTimeout, "startTimeout");
            return this;
        }

        /**
         * Starts the server and waits until it is ready.
         *
         * @return the process
         * @throws ServerStartException if it ends before, or is not ready in time; nothing is left behind then
         */
        public ServerProcess start() {
            ServerProcess process = new ServerProcess(this);
            try {
                process.start();
                return process;
            } catch (RuntimeException e) {
                process.close();
                throw e;
            }
        }
    }
}

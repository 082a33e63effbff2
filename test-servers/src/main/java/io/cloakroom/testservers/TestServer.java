package io.cloakroom.testservers;

/**
 * A running server on 127.0.0.1 and all that can happen to it. Safe for use by many threads.
 *
 * <p>A server that was stopped or killed can be started again on its port with {@link #restart}, until it is closed.
 */
public interface TestServer extends AutoCloseable {

    /**
     * Returns the process behind the server.
     *
     * @return the same object for the life of the server, over restarts too
     */
    ServerProcess process();

    /**
     * Returns the port on 127.0.0.1.
     *
     * @return the port, which stays the same over restarts
     */
    default int port() {
        return process().port();
    }

    /**
     * Returns the process id.
     *
     * @return the id; of the last process if the server is down
     */
    default long pid() {
        return process().pid();
    }

    /**
     * Tells whether the process is there; a suspended one is.
     *
     * @return whether it is
     */
    default boolean isAlive() {
        return process().isAlive();
    }

    /** Kills the server as a crash of its machine would (SIGKILL) and waits until it has gone. Idempotent. */
    default void kill() {
        process().kill();
    }

    /**
     * Makes the server hang (SIGSTOP): connections stay, new ones are accepted by the system, nothing is answered.
     *
     * @throws IllegalStateException if it is down
     */
    default void suspend() {
        process().suspend();
    }

    /**
     * Ends a hang (SIGCONT).
     *
     * @throws IllegalStateException if it is down
     */
    default void resume() {
        process().resume();
    }

    /**
     * Starts the server again on its port and its data folder, after stopping it if it runs, and waits until it
     * answers.
     *
     * @throws ServerStartException if it does not start
     * @throws IllegalStateException if it was closed
     */
    default void restart() {
        process().restart();
    }

    /** Stops the server in its orderly way (SIGTERM), or kills it if that takes more than 10 s. Idempotent. */
    default void stop() {
        process().stop();
    }

    /**
     * Reads what the server has logged so far, over restarts.
     *
     * @return the log
     */
    default String log() {
        return process().log();
    }

    /** Ends the server at once and for good, and deletes its data and log. Idempotent. */
    @Override
    default void close() {
        process().close();
    }
}

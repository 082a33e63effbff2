package io.cloakroom.testservers;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A Redis server 7.0. It writes nothing to disk: after a restart it is empty, unless started with
 * {@code "--appendonly", "yes"}.
 */
public final class RedisServer implements TestServer {

    private static final String BINARY = "redis-server-7.0.15";
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PING_TIMEOUT = Duration.ofMillis(500);

    /* Static, because "one per JVM" is its meaning; it starts nothing before the first use. */
    private static final SharedInstance<RedisServer> SHARED = new SharedInstance<>(() -> start(), RedisServer::isAlive);

    private final ServerProcess process;

    private RedisServer(ServerProcess process) {
        this.process = process;
    }

    /**
     * Returns the server that all tests of this JVM share. It is started on first use and ends with the JVM; if it has
     * been killed or closed, the next call starts another one. It has what others have left in it.
     *
     * @return a running server
     * @throws ServerStartException if it does not start
     */
    public static RedisServer shared() {
        return SHARED.get();
    }

    /**
     * Starts a server.
     *
     * @param arguments further arguments of {@code redis-server}, for instance {@code "--maxmemory", "10mb"}
     * @return the server, ready
     * @throws ServerStartException if it does not start
     */
    public static RedisServer start(String... arguments) {
        return start(FreePort.find(), List.of(arguments));
    }

    /**
     * Starts a replica of another server. It answers at once, but may need a moment for its first copy: see
     * {@link #awaitSynced}.
     *
     * @param primary where to copy from
     * @param arguments further arguments of {@code redis-server}
     * @return the replica, ready to answer
     * @throws ServerStartException if it does not start
     */
    public static RedisServer replicaOf(RedisServer primary, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--replicaof", "127.0.0.1", String.valueOf(primary.port())));
        all.addAll(List.of(arguments));
        return start(FreePort.find(), all);
    }

    static RedisServer start(int port, List<String> arguments) {
        Path folder = ServerProcess.newFolder("redis");
        List<String> all = new ArrayList<>(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1"));
        all.addAll(List.of("--dir", folder.toString(), "--save", "", "--appendonly", "no"));
        all.addAll(List.of("--repl-diskless-sync-delay", "0"));
        all.addAll(arguments);
        try {
            Files.writeString(folder.resolve("redis.conf"), configuration(all));
        } catch (IOException e) {
            throw new ServerStartException("redis-server", "its configuration cannot be written", "", e);
        }
        return start("redis-server", port, folder, List.of("redis.conf"));
    }

    /** Starts a Sentinel, which is the same program, from the file {@code sentinel.conf} in its folder. */
    static RedisServer startSentinel(int port, Path folder) {
        return start("redis-sentinel", port, folder, List.of("sentinel.conf", "--sentinel"));
    }

    private static RedisServer start(String name, int port, Path folder, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(binary().toString()));
        command.addAll(arguments);
        return new RedisServer(ServerProcess.builder(name, port, folder, command)
                .readyWhen(() -> answersPing(port))
                .start());
    }

    /** Turns arguments into a file, into which Redis can write a new role, so that it survives a restart. */
    private static String configuration(List<String> arguments) {
        StringBuilder lines = new StringBuilder();
        for (String argument : arguments) {
            lines.append(
                    argument.startsWith("--")
                            ? "\n" + argument.substring(2)
                            : " \"" + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
        return lines.append('\n').toString();
    }

    @Override
    public ServerProcess process() {
        return process;
    }

    /**
     * Returns the address for clients.
     *
     * @return for instance {@code redis://127.0.0.1:12345}
     */
    public String uri() {
        return "redis://127.0.0.1:" + port();
    }

    /**
     * Sends a command over a connection of its own, for setting up and looking into a server.
     *
     * @param command the command and its arguments
     * @return the reply as {@code redis-cli --raw} would print it: an array's elements on a line each, null as an empty
     *     text
     * @throws UncheckedIOException if the server answers with an error, or not at all within 5 s
     */
    public String execute(String... command) {
        try {
            return RespCommand.send(port(), ANSWER_TIMEOUT, List.of(command));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * Waits until this replica has its first copy and follows its primary.
     *
     * @param timeout how long
     * @return whether it does
     */
    public boolean awaitSynced(Duration timeout) {
        return Poll.until(timeout, () -> execute("INFO", "replication").contains("master_link_status:up"));
    }

    private static boolean answersPing(int port) {
        try {
            RespCommand.send(port, PING_TIMEOUT, List.of("PING"));
            return true;
        } catch (RespCommand.RedisErrorReply e) {
            return !e.isStillLoading();
        } catch (IOException e) {
            return false;
        }
    }

    private static Path binary() {
        Platform platform = Platform.ofThisMachine();
        String file = BINARY + "-" + platform.system() + "-" + platform.processor();
        if (RedisServer.class.getResource("/" + file) == null) {
            throw platform.unavailable("redis-server");
        }
        Path folder = Sandbox.ofThisJvm().cache().get(file, into -> unpack(file, into.resolve("redis-server")));
        return folder.resolve("redis-server");
    }

    private static void unpack(String resource, Path target) throws IOException {
        try (InputStream in = RedisServer.class.getResourceAsStream("/" + resource)) {
            Files.copy(requireNonNull(in, resource), target);
        }
        if (!target.toFile().setExecutable(true)) {
            throw new IOException("permission denied: cannot make " + target + " executable");
        }
    }
}

package io.cloakroom.testservers.dynamodb;

import io.cloakroom.testservers.ChildProcess;
import io.cloakroom.testservers.FreePort;
import io.cloakroom.testservers.ServerProcess;
import io.cloakroom.testservers.SharedInstance;
import io.cloakroom.testservers.TestServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * DynamoDB Local, listening on 127.0.0.1 only and with its telemetry off. It accepts any region and any credentials,
 * and keeps its tables in memory: after a restart it is empty. Starts in about two seconds and takes some 150 MB.
 *
 * <p>Its licence is not an open one; who does not agree to it sets the system property {@code cloakroom.dynamodb-local}
 * to {@code false} when building, which does not even fetch it, and tests ask {@link #isEnabled}.
 */
public final class DynamoDbLocal implements TestServer {

    private static final String SWITCH = "cloakroom.dynamodb-local";
    /* By name: the class is there only where this module was built with DynamoDB Local. */
    private static final String MAIN = "io.cloakroom.testservers.dynamodb.DynamoDbLocalMain";
    private static final int ANSWER_MILLIS = 2_000;

    /* Static, because "one per JVM" is its meaning; it starts nothing before the first use. */
    private static final SharedInstance<DynamoDbLocal> SHARED =
            new SharedInstance<>(DynamoDbLocal::start, DynamoDbLocal::isAlive);

    private final ServerProcess process;

    private DynamoDbLocal(ServerProcess process) {
        this.process = process;
    }

    /**
     * Tells whether DynamoDB Local may be used. If not, it prints a line that says so. Fit for JUnit's
     * {@code @EnabledIf}.
     *
     * @return {@code false} if the system property {@code cloakroom.dynamodb-local} is {@code false}, or was when this
     *     module was built
     */
    public static boolean isEnabled() {
        boolean enabled = !"false".equalsIgnoreCase(System.getProperty(SWITCH)) && ChildClassPath.isBuiltIn();
        if (!enabled) {
            System.out.println(
                    "DynamoDB Local is switched off (-D" + SWITCH + "=false): tests that need it do not run");
        }
        return enabled;
    }

    /**
     * Returns the server that all tests of this JVM share. It is started on first use and ends with the JVM; if it has
     * been killed or closed, the next call starts another one. It has what others have left in it.
     *
     * @return a running server
     * @throws IllegalStateException if it is not {@linkplain #isEnabled enabled}
     * @throws io.cloakroom.testservers.ServerStartException if it does not start
     */
    public static DynamoDbLocal shared() {
        return SHARED.get();
    }

    /**
     * Starts a server.
     *
     * @return the server, ready
     * @throws IllegalStateException if it is not {@linkplain #isEnabled enabled}
     * @throws io.cloakroom.testservers.ServerStartException if it does not start
     */
    public static DynamoDbLocal start() {
        if (!isEnabled()) {
            throw new IllegalStateException("DynamoDB Local is switched off by -D" + SWITCH + "=false");
        }
        int port = FreePort.find();
        ChildClassPath classPath = ChildClassPath.read();
        Path folder = ServerProcess.newFolder("dynamodb");
        List<String> command = List.of(
                ChildProcess.javaCommand().toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // it unpacks a native library there at each start and leaves it
                "-Djava.io.tmpdir=" + folder,
                "-Djava.library.path=" + classPath.nativeLibraries(),
                "-cp",
                classPath.jars(),
                MAIN,
                String.valueOf(port));
        return new DynamoDbLocal(ServerProcess.builder("dynamodb-local", port, folder, command)
                .environment("DDB_LOCAL_TELEMETRY", "0")
                .startTimeout(Duration.ofSeconds(45))
                .readyWhen(() -> answers(port))
                .start());
    }

    @Override
    public ServerProcess process() {
        return process;
    }

    /**
     * Returns the address for clients ({@code endpointOverride}).
     *
     * @return for instance {@code http://127.0.0.1:12345}
     */
    public URI endpoint() {
        return endpoint(port());
    }

    /** Any HTTP answer will do: without a signature it is a refusal. */
    private static boolean answers(int port) {
        try {
            HttpURLConnection http = (HttpURLConnection) endpoint(port).toURL().openConnection();
            http.setConnectTimeout(ANSWER_MILLIS);
            http.setReadTimeout(ANSWER_MILLIS);
            return http.getResponseCode() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static URI endpoint(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}

package io.cloakroom.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import io.cloakroom.testservers.RedisServer;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sees the commands that a server receives, each of which is a round trip; what scripts call does not count. */
final class Monitor implements AutoCloseable {

    private static final Pattern FROM_A_CLIENT = Pattern.compile("\\+\\S+ \\[\\d+ (?!lua)\\S+] \"(\\w+)\".*");

    private final RedisServer server;
    private final Socket socket;
    private final BufferedReader lines;

    private Monitor(RedisServer server, Socket socket) throws IOException {
        this.server = server;
        this.socket = socket;
        this.lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    static Monitor of(RedisServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        Monitor monitor = new Monitor(server, socket);
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write("MONITOR\r\n".getBytes(UTF_8));
        monitor.nextLine();
        return monitor;
    }

    /** Returns the names of the commands since the last call, in lower case. */
    List<String> commands() throws IOException {
        String end = UUID.randomUUID().toString();
        server.execute("ECHO", end);
        List<String> commands = new ArrayList<>();
        for (String line = nextLine(); !line.contains(end); line = nextLine()) {
            Matcher matcher = FROM_A_CLIENT.matcher(line);
            if (matcher.matches()) {
                commands.add(matcher.group(1).toLowerCase(ROOT));
            }
        }
        return commands;
    }

    private String nextLine() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new EOFException("the server closed the connection");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

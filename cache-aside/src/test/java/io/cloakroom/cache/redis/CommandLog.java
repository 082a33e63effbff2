package io.cloakroom.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloakroom.testservers.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server is sent, by its own account; what scripts do inside it does not count. */
final class CommandLog implements AutoCloseable {

    private static final Pattern LINE = Pattern.compile("\\+[0-9.]+ \\[\\d+ (?<client>[^]]+)] \"(?<command>\\w+)\".*");

    private final RedisServer server;
    private final Socket socket;
    private final BufferedReader lines;

    private CommandLog(RedisServer server, Socket socket) throws IOException {
        this.server = server;
        this.socket = socket;
        this.lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    static CommandLog of(RedisServer server) throws IOException {
        var log = new CommandLog(server, new Socket(InetAddress.getLoopbackAddress(), server.port()));
        log.socket.setSoTimeout(20_000);
        log.socket.getOutputStream().write("MONITOR\r\n".getBytes(UTF_8));
        log.lines.readLine();
        return log;
    }

    /** Returns the names of the commands that the server received during some work, in lower case. */
    List<String> during(Runnable work) throws IOException {
        skipTo(mark());
        work.run();
        String end = mark();
        var commands = new ArrayList<String>();
        for (String line = lines.readLine(); !line.contains(end); line = lines.readLine()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches() && !matcher.group("client").equals("lua")) {
                commands.add(matcher.group("command").toLowerCase(Locale.ROOT));
            }
        }
        return commands;
    }

    private String mark() {
        return server.execute("ECHO", UUID.randomUUID().toString());
    }

    private void skipTo(String mark) throws IOException {
        while (!lines.readLine().contains(mark)) {
            // what came before is of no interest
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

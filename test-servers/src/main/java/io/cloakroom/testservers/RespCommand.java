package io.cloakroom.testservers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends one command to a Redis server over a connection of its own: enough to set servers up, and no reason to put a
 * client library on the class path of everybody's tests. Speaks RESP 2.
 */
final class RespCommand {

    private RespCommand() {}

    /** Returns the reply as text; elements of an array on a line each, null as an empty text. */
    static String send(int port, Duration timeout, List<String> command) throws IOException {
        int millis = (int) timeout.toMillis();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(encode(command));
            return readReply(new DataInputStream(socket.getInputStream()));
        }
    }

    private static byte[] encode(List<String> command) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("*" + command.size() + "\r\n").getBytes(UTF_8));
        for (String word : command) {
            byte[] text = word.getBytes(UTF_8);
            bytes.writeBytes(("$" + text.length + "\r\n").getBytes(UTF_8));
            bytes.writeBytes(text);
            bytes.writeBytes("\r\n".getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String readReply(DataInputStream in) throws IOException {
        String line = readLine(in);
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> readText(in, Integer.parseInt(rest));
            case '*' -> readArray(in, Integer.parseInt(rest));
            default -> throw new RedisErrorReply(rest);
        };
    }

    private static String readText(DataInputStream in, int length) throws IOException {
        if (length < 0) {
            return "";
        }
        byte[] text = new byte[length];
        in.readFully(text);
        in.readFully(new byte[2]);
        return new String(text, UTF_8);
    }

    private static String readArray(DataInputStream in, int size) throws IOException {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            elements.add(readReply(in));
        }
        return String.join("\n", elements);
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\r'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server closed the connection");
            }
            line.write(b);
        }
        in.read();
        return line.toString(UTF_8);
    }

    /** The server answered, with an error. */
    static final class RedisErrorReply extends IOException {

        private static final long serialVersionUID = 1;

        private final boolean stillLoading;

        RedisErrorReply(String message) {
            super(message);
            this.stillLoading = message.startsWith("LOADING");
        }

        boolean isStillLoading() {
            return stillLoading;
        }
    }
}

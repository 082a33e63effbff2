package io.cloakroom.session.dynamodb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** An address between client and server, on which connections go wrong as a test says. */
final class FaultyEndpoint implements AutoCloseable {

    private static final Duration DRIP = Duration.ofMillis(100);
    private static final int BUFFER = 65_536;

    private final URI server;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger resets = new AtomicInteger();
    private volatile Fault fault = Fault.NONE;

    private FaultyEndpoint(URI server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    static FaultyEndpoint before(URI server) throws IOException {
        FaultyEndpoint endpoint =
                new FaultyEndpoint(server, new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
        start(endpoint::accept);
        return endpoint;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Makes all connections go wrong, those that are open included. */
    void fault(Fault fault) {
        this.fault = fault;
    }

    /** Makes the next requests end in a reset, and those after them none. */
    void resetNext(int requests) {
        resets.set(requests);
    }

    /** Returns how many of those requests are still to come. */
    int resetsLeft() {
        return resets.get();
    }

    /** Returns how many connections there have been. */
    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                connections.incrementAndGet();
                start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket()) {
            upstream.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            sockets.add(upstream);
            start(() -> answer(upstream, client));
            byte[] buffer = new byte[BUFFER];
            InputStream in = client.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                Fault now = fault;
                if (now == Fault.RESET || resets.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    reset(client);
                } else if (now.isAnswer()) {
                    client.getOutputStream().write(now.answer());
                } else if (now != Fault.SILENCE) {
                    upstream.getOutputStream().write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // one of both has gone, which is what this is about
        }
    }

    private void answer(Socket upstream, Socket client) {
        try (client) {
            byte[] buffer = new byte[BUFFER];
            InputStream in = upstream.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                switch (fault) {
                    case NONE -> out.write(buffer, 0, read);
                    case RESET_IN_ANSWER -> {
                        out.write(buffer, 0, read / 2);
                        reset(client);
                    }
                    case DRIP -> drip(buffer, read, out);
                    default -> LockSupport.parkNanos(1);
                }
            }
        } catch (IOException e) {
            // one of both has gone, which is what this is about
        }
    }

    private static void drip(byte[] bytes, int length, OutputStream out) throws IOException {
        for (int i = 0; i < length; i++) {
            out.write(bytes[i]);
            out.flush();
            LockSupport.parkNanos(DRIP.toNanos());
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "faulty-endpoint");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** What becomes of a request. */
    enum Fault {
        NONE,
        SILENCE,
        RESET,
        RESET_IN_ANSWER,
        DRIP,
        SERVER_ERROR(500, "InternalServerError"),
        UNAVAILABLE(503, "ServiceUnavailable"),
        THROTTLED(400, "ProvisionedThroughputExceededException"),
        LIMITED(400, "RequestLimitExceeded");

        private final int status;
        private final String code;

        Fault() {
            this(0, "");
        }

        Fault(int status, String code) {
            this.status = status;
            this.code = code;
        }

        boolean isAnswer() {
            return status > 0;
        }

        private byte[] answer() {
            String body = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + code + "\",\"message\":\"no\"}";
            return ("HTTP/1.1 " + status + " No\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: "
                            + body.length() + "\r\nConnection: close\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII);
        }
    }
}

package io.cloakroom.session.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** An HTTP client between the SDK and a real server, on which calls go wrong as a test says. */
final class FaultyHttp implements SdkHttpClient {

    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final Queue<Fault> next = new ConcurrentLinkedQueue<>();
    private final Map<String, Queue<Fault>> byAction = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Fault> always = new AtomicReference<>();

    /** Makes the next call go wrong; further ones queue up. */
    void next(Fault fault) {
        next.add(fault);
    }

    /** Makes the next call of an API action go wrong; further ones queue up. */
    void onAction(String action, Fault fault) {
        byAction.computeIfAbsent(action, any -> new ConcurrentLinkedQueue<>()).add(fault);
    }

    /** Makes all calls go wrong. */
    void always(Fault fault) {
        always.set(fault);
    }

    /** The server does its work, but the answer does not arrive. */
    static Fault answerLost() {
        return answerLostAfter(() -> {});
    }

    /** The same; something else happens before the client notices. */
    static Fault answerLostAfter(Runnable meanwhile) {
        return call -> {
            call.call();
            meanwhile.run();
            throw new SocketTimeoutException("answer lost");
        };
    }

    /** The server answers with an error. */
    static Fault error(int status, String code) {
        return answer(status, code, "");
    }

    /** The server cancels a transaction because of its first item. */
    static Fault cancelled(String reason) {
        return answer(
                400,
                "TransactionCanceledException",
                ",\"CancellationReasons\":[{\"Code\":\"" + reason + "\"},{\"Code\":\"None\"}]");
    }

    /** The server has not come to read the one item that a batch asks for. */
    static Fault undone(String table, String partitionKey) {
        return answer(
                200,
                "{\"Responses\":{},\"UnprocessedKeys\":{\"" + table + "\":{\"Keys\":[{\"pk\":{\"S\":\"" + partitionKey
                        + "\"},\"sk\":{\"S\":\"session\"}}],\"ConsistentRead\":true}}}");
    }

    private static Fault answer(int status, String code, String more) {
        String type = "com.amazonaws.dynamodb.v20120810#" + code;
        return answer(status, "{\"__type\":\"" + type + "\",\"message\":\"no\"" + more + "}");
    }

    private static Fault answer(int status, String json) {
        byte[] body = json.getBytes(UTF_8);
        return call -> HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder()
                        .statusCode(status)
                        .putHeader("Content-Type", "application/x-amz-json-1.0")
                        .putHeader("Content-Length", String.valueOf(body.length))
                        .build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                .build();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest real = http.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                Fault fault = fault(action(request));
                return fault == null ? real.call() : fault.happen(real);
            }

            @Override
            public void abort() {
                real.abort();
            }
        };
    }

    private @Nullable Fault fault(String action) {
        Queue<Fault> ofAction = byAction.get(action);
        Fault first = ofAction == null ? null : ofAction.poll();
        if (first != null) {
            return first;
        }
        Fault queued = next.poll();
        return queued != null ? queued : always.get();
    }

    private static String action(HttpExecuteRequest request) {
        String target =
                request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
        return target.substring(target.indexOf('.') + 1);
    }

    @Override
    public void close() {
        http.close();
    }

    /** What happens to a call. */
    interface Fault {
        HttpExecuteResponse happen(ExecutableHttpRequest call) throws IOException;
    }
}

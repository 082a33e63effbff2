package io.cloakroom.session.tck;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** A client with a cookie jar that also sends Secure cookies over plain HTTP, and that follows no redirect. */
final class Visitor {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private final Map<String, String> cookies = new ConcurrentSkipListMap<>();

    /** Returns the cookies by name. */
    Map<String, String> cookies() {
        return Map.copyOf(cookies);
    }

    /** Holds these cookies, and no others, from now on. */
    Visitor holding(Map<String, String> others) {
        cookies.clear();
        cookies.putAll(others);
        return this;
    }

    /** Returns another client with the same cookies: a second tab, or a request that is under way. */
    Visitor twin() {
        return new Visitor().holding(cookies);
    }

    HttpResponse<String> get(URI uri) {
        return send(uri, BodyHandlers.ofString());
    }

    /** Returns the body. */
    String read(URI uri) {
        return get(uri).body();
    }

    /** Returns as soon as the headers have arrived. */
    HttpResponse<InputStream> open(URI uri) {
        return send(uri, BodyHandlers.ofInputStream());
    }

    static List<String> setCookies(HttpResponse<?> response) {
        return response.headers().allValues("Set-Cookie");
    }

    private <T> HttpResponse<T> send(URI uri, BodyHandler<T> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            HttpResponse<T> response = CLIENT.send(request.build(), body);
            setCookies(response).forEach(this::keep);
            return response;
        } catch (IOException e) {
            throw new IllegalStateException("the request failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void keep(String header) {
        HttpCookie cookie = HttpCookie.parse(header).get(0);
        if (cookie.hasExpired()) {
            cookies.remove(cookie.getName());
        } else {
            cookies.put(
                    cookie.getName(), header.substring(header.indexOf('=') + 1).split(";", 2)[0]);
        }
    }
}

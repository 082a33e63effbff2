package io.cloakroom.session;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that keeps the session cookie, also over plain HTTP, and follows no redirect. */
final class Browser {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final String cookieName;
    private volatile @Nullable String cookieHeader;

    Browser(String cookieName) {
        this.cookieName = cookieName;
    }

    static Browser withDefaultCookie() {
        return new Browser(SessionCookie.create().name());
    }

    /** Returns the ticket that it holds. */
    @Nullable String ticket() {
        String header = cookieHeader;
        return header == null ? null : header.substring(header.indexOf('=') + 1);
    }

    /** Sends this from now on, whatever it is. */
    Browser sending(@Nullable String header) {
        cookieHeader = header;
        return this;
    }

    Browser holding(@Nullable String ticket) {
        return sending(ticket == null ? null : cookieName + "=" + ticket);
    }

    HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri), BodyHandlers.ofString());
    }

    HttpResponse<String> head(URI uri) {
        return send(
                HttpRequest.newBuilder(uri).method("HEAD", HttpRequest.BodyPublishers.noBody()),
                BodyHandlers.ofString());
    }

    /** Returns when the headers have arrived. */
    HttpResponse<InputStream> open(URI uri) {
        return send(HttpRequest.newBuilder(uri), BodyHandlers.ofInputStream());
    }

    List<String> setCookies(HttpResponse<?> response) {
        return response.headers().allValues("Set-Cookie").stream()
                .filter(header -> header.startsWith(cookieName + "="))
                .toList();
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
        String header = cookieHeader;
        if (header != null) {
            request.header("Cookie", header);
        }
        try {
            HttpResponse<T> response =
                    CLIENT.send(request.timeout(Duration.ofSeconds(30)).build(), body);
            setCookies(response).forEach(this::keep);
            return response;
        } catch (IOException e) {
            throw new IllegalStateException("the request failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void keep(String setCookie) {
        cookieHeader = setCookie.contains("Max-Age=0") ? null : setCookie.substring(0, setCookie.indexOf(';'));
    }
}

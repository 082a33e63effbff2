package io.cloakroom.examples.lab;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A browser with one ticket, which it may share with others as the tabs of one browser do. Immutable. */
final class Customer {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Optional<String> ticket;

    private Customer(Optional<String> ticket) {
        this.ticket = ticket;
    }

    /** Returns a customer whose first addition an instance has taken. */
    static Customer withFirstItem(URI cart, String item) throws IOException, InterruptedException {
        HttpResponse<String> response = new Customer(Optional.empty()).post(cart, item);
        String setCookie = response.headers().firstValue("Set-Cookie").orElseThrow();
        return new Customer(Optional.of(setCookie.substring(0, setCookie.indexOf(';'))));
    }

    /** Returns the cookie, as in {@code name=value}. */
    String ticket() {
        return ticket.orElseThrow();
    }

    /** Adds an item; tells whether the instance said that it did. */
    boolean add(URI cart, String item) throws InterruptedException {
        try {
            return post(cart, item).statusCode() == 204;
        } catch (IOException e) {
            return false;
        }
    }

    List<String> items(URI cart) throws IOException, InterruptedException {
        return get(cart).body().lines().toList();
    }

    HttpResponse<String> get(URI page) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(page));
    }

    HttpResponse<String> post(URI cart, String item) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(cart + "?item=" + item)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        ticket.ifPresent(cookie -> request.header("Cookie", cookie));
        return HTTP.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    }
}

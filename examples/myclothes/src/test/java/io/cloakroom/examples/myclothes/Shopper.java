package io.cloakroom.examples.myclothes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Somebody with a browser, who can talk to any instance. Cookies do not know ports: all instances see the same ones.
 */
final class Shopper {

    private static final Map<String, String> ADDRESS =
            Map.of("recipient", "Ada Lovelace", "street", "St James's Square 12", "postcode", "SW1Y", "city", "London");

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final String email = "shopper-" + UUID.randomUUID() + "@example.com";

    String email() {
        return email;
    }

    Page get(Instance instance, String path) {
        return send(HttpRequest.newBuilder(instance.uri().resolve(path)));
    }

    Page getIfNoneMatch(Instance instance, String path, String tag) {
        return send(HttpRequest.newBuilder(instance.uri().resolve(path)).header("If-None-Match", tag));
    }

    /** Sends a form with the token that this shopper's forms have at the moment. */
    Page post(Instance instance, String path, Map<String, String> fields) {
        return post(instance, path, fields, get(instance, "/login").token());
    }

    Page post(Instance instance, String path, Map<String, String> fields, String token, String... headers) {
        HttpRequest.Builder request = form(instance, path, fields, token);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    Page addToCart(Instance instance, String sku, int quantity) {
        return post(instance, "/cart/items", Map.of("sku", sku, "quantity", Integer.toString(quantity)));
    }

    Map<String, Integer> cart(Instance instance) {
        return get(instance, "/cart").lines();
    }

    Shopper register(Instance instance) {
        Page page = post(
                instance,
                "/register",
                Map.of("name", "Ada", "email", email, "password", "correct horse", "next", "/checkout"));
        assertThat(page.status()).isEqualTo(303);
        return this;
    }

    Page checkOut(Instance instance) {
        return post(instance, "/checkout", ADDRESS);
    }

    /** The value of the session cookie; empty if there is none. */
    String ticket() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("sid"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    boolean hasCookies() {
        return !cookies.getCookieStore().getCookies().isEmpty();
    }

    private static HttpRequest.Builder form(Instance instance, String path, Map<String, String> fields, String token) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        URI uri = instance.uri().resolve(path);
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body + "&_csrf=" + token));
    }

    private Page send(HttpRequest.Builder request) {
        try {
            return new Page(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

package io.cloakroom.examples.fleet;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Connection.KeyVal;
import org.jsoup.Jsoup;
import org.jsoup.nodes.FormElement;

/** A scripted browser without JavaScript: keeps cookies, follows redirects, fills in forms. For one thread. */
final class Shopper {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI shop;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client;

    Shopper(URI shop) {
        this.shop = shop;
        this.client = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .connectTimeout(PATIENCE)
                .build();
    }

    Page open(String path) {
        return send(HttpRequest.newBuilder(shop.resolve(path)).GET());
    }

    /** Fills in the named fields, keeps what the page had filled in, and sends the form. */
    Page submit(Page page, String action, Map<String, String> fields) {
        FormElement form = page.form(action);
        Map<String, String> data = new LinkedHashMap<>();
        for (KeyVal field : form.formData()) {
            data.put(field.key(), field.value());
        }
        data.putAll(fields);
        return send(HttpRequest.newBuilder(page.address().resolve(form.attr("action")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encode(data))));
    }

    /** How many bytes of cookies the shopper sends with each request. */
    int cookieBytes() {
        return cookies.getCookieStore().get(shop).stream()
                .mapToInt(Shopper::size)
                .sum();
    }

    /** The values of all cookies. */
    Set<String> cookieValues() {
        return cookies.getCookieStore().get(shop).stream()
                .map(HttpCookie::getValue)
                .collect(Collectors.toSet());
    }

    private Page send(HttpRequest.Builder request) {
        HttpResponse<String> response = exchange(request);
        String acceptedBy = instance(response);
        while (response.statusCode() == 303 || response.statusCode() == 302) {
            URI next = response.uri()
                    .resolve(response.headers().firstValue("Location").orElseThrow());
            response = exchange(HttpRequest.newBuilder(next).GET());
        }
        return new Page(
                response.uri(),
                response.statusCode(),
                acceptedBy,
                instance(response),
                Jsoup.parse(response.body(), response.uri().toString()));
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new FleetException("The load balancer does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("Interrupted.", e);
        }
    }

    private static String instance(HttpResponse<String> response) {
        return response.headers().firstValue("X-Served-By").orElse("the load balancer");
    }

    private static int size(HttpCookie cookie) {
        return cookie.getName().length() + 1 + cookie.getValue().length();
    }

    private static String encode(Map<String, String> data) {
        return data.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

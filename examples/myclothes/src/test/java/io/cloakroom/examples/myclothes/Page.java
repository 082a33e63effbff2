package io.cloakroom.examples.myclothes;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a shop has answered. */
record Page(HttpResponse<String> response) {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern LINE = Pattern.compile("<tr data-sku=\"([^\"]+)\" data-quantity=\"(\\d+)\">");
    private static final Pattern ORDER = Pattern.compile("data-order-id=\"(\\d+)\"");
    private static final Pattern TOTAL = Pattern.compile("data-total-cents=\"(\\d+)\"");
    private static final Pattern PRODUCT = Pattern.compile("href=\"/products/([^\"]+)\"");

    int status() {
        return response.statusCode();
    }

    String html() {
        return response.body();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    List<String> cookies() {
        return response.headers().allValues("Set-Cookie");
    }

    /** The token of the first form. */
    String token() {
        return first(TOKEN);
    }

    /** The cart or the order: how many pieces of each sku. */
    Map<String, Integer> lines() {
        Map<String, Integer> lines = new LinkedHashMap<>();
        Matcher matcher = LINE.matcher(html());
        while (matcher.find()) {
            lines.put(matcher.group(1), Integer.parseInt(matcher.group(2)));
        }
        return lines;
    }

    List<String> products() {
        return PRODUCT.matcher(html()).results().map(match -> match.group(1)).toList();
    }

    long orderId() {
        return Long.parseLong(first(ORDER));
    }

    long totalCents() {
        return Long.parseLong(first(TOTAL));
    }

    private String first(Pattern pattern) {
        Matcher matcher = pattern.matcher(html());
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in the page of status " + status() + ":\n" + html());
        }
        return matcher.group(1);
    }
}

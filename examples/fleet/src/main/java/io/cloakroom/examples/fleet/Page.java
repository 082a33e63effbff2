package io.cloakroom.examples.fleet;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/**
 * A page as the shopper sees it.
 *
 * @param address where it was found, after redirects
 * @param status the HTTP status
 * @param acceptedBy the name of the instance that answered the first request, which for a form is the one that acted
 * @param servedBy the name of the instance that wrote it
 * @param document its HTML
 */
record Page(URI address, int status, String acceptedBy, String servedBy, Document document) {

    /** The quantities in the cart by article number, read from a cart page. */
    Map<String, Integer> cart() {
        Map<String, Integer> quantities = new TreeMap<>();
        for (Element line : document.select("tr[data-sku]")) {
            quantities.put(line.attr("data-sku"), Integer.valueOf(line.attr("data-quantity")));
        }
        return quantities;
    }

    /** The first form with that action. */
    FormElement form(String action) {
        Element form = document.selectFirst("form[action=" + action + "]");
        if (form instanceof FormElement found) {
            return found;
        }
        throw new UnexpectedPageException(this, "a form for " + action);
    }

    /** The article number of the first size that can be bought, read from the page of a product. */
    String firstInStock() {
        Element size = document.selectFirst("input[name=sku]:not([disabled])");
        if (size == null) {
            throw new UnexpectedPageException(this, "a size in stock");
        }
        return size.val();
    }

    /** The value of that data attribute on the first element that has it. */
    String data(String name) {
        Element element = document.selectFirst("[data-" + name + "]");
        if (element == null) {
            throw new UnexpectedPageException(this, "something with data-" + name);
        }
        return element.attr("data-" + name);
    }
}

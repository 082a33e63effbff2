package io.cloakroom.examples.myclothes.catalog;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The number of what lies on the shelf: a product in one size. It is the code of the product, a hyphen and the size.
 *
 * @param value such as {@code shirt-oxford-m}
 */
public record Sku(String value) implements Serializable {

    private static final Pattern FORM = Pattern.compile("[a-z0-9]{1,20}(-[a-z0-9]{1,20}){1,3}");

    public Sku {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a sku");
        }
    }

    /** Reads what a client sent, which may be anything. */
    public static Optional<Sku> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new Sku(text)) : Optional.empty();
    }

    public String productCode() {
        return value.substring(0, value.lastIndexOf('-'));
    }
}

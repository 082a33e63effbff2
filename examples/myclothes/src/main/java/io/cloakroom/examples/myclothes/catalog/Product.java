package io.cloakroom.examples.myclothes.catalog;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * A product with all its sizes.
 *
 * @param code what its sizes have in common
 * @param category where it is found
 * @param name its name
 * @param description one or two sentences
 * @param price of one piece, in any size
 * @param picture how it looks
 * @param variants its sizes, smallest first, at least one
 */
public record Product(
        String code,
        Category category,
        String name,
        String description,
        Money price,
        Picture picture,
        List<Variant> variants)
        implements Serializable {

    public Product {
        variants = List.copyOf(variants);
    }

    public Optional<Variant> variant(Sku sku) {
        return variants.stream().filter(variant -> variant.sku().equals(sku)).findFirst();
    }

    public boolean inStock() {
        return variants.stream().anyMatch(Variant::inStock);
    }

    /** The size that a link to the product leads to: the middle one, or one that is there. */
    public Variant shown() {
        Variant middle = variants.get(variants.size() / 2);
        return middle.inStock()
                ? middle
                : variants.stream().filter(Variant::inStock).findFirst().orElse(middle);
    }
}

package io.cloakroom.examples.myclothes.cart;

import io.cloakroom.examples.myclothes.catalog.Sku;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntUnaryOperator;

/**
 * What a shopper wants to buy: an immutable value, so that a change made on one instance can be applied again on top of
 * a change made meanwhile on another. It knows no prices; those are the database's.
 *
 * @param id changes with the content; an order remembers it, so that one cart is never ordered twice
 * @param lines in the order in which they were first added, with different skus
 */
public record Cart(String id, List<CartLine> lines) implements Serializable {

    /** The most lines that a cart can have. */
    public static final int MOST_LINES = 50;

    public Cart {
        lines = List.copyOf(lines);
    }

    public static Cart empty() {
        return of(List.of());
    }

    /** Adds pieces, up to {@link CartLine#MOST_PIECES} of a sku; a cart that is full stays as it is. */
    public Cart plus(Sku sku, int quantity) {
        if (quantity == 0) {
            return this;
        }
        if (quantityOf(sku) > 0) {
            return change(sku, present -> Math.min(present + quantity, CartLine.MOST_PIECES));
        }
        if (lines.size() == MOST_LINES) {
            return this;
        }
        List<CartLine> longer = new ArrayList<>(lines);
        longer.add(new CartLine(sku, Math.min(quantity, CartLine.MOST_PIECES)));
        return of(longer);
    }

    /** Sets how many pieces of a sku that is in the cart are wanted; 0 removes it. */
    public Cart with(Sku sku, int quantity) {
        return change(sku, present -> quantity);
    }

    /** Takes out what was ordered and leaves what another request has added since. */
    public Cart minus(Cart ordered) {
        Cart rest = this;
        for (CartLine line : ordered.lines) {
            rest = rest.change(line.sku(), present -> Math.max(0, present - line.quantity()));
        }
        return rest;
    }

    /** Joins two carts of one shopper: no line is lost, and what is in both is not doubled. */
    public Cart mergedWith(Cart other) {
        Cart merged = this;
        for (CartLine line : other.lines) {
            merged = merged.plus(line.sku(), Math.max(0, line.quantity() - quantityOf(line.sku())));
        }
        return merged;
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** How many pieces there are of all skus together. */
    public int pieces() {
        return lines.stream().mapToInt(CartLine::quantity).sum();
    }

    int quantityOf(Sku sku) {
        return lines.stream()
                .filter(line -> line.sku().equals(sku))
                .mapToInt(CartLine::quantity)
                .sum();
    }

    private Cart change(Sku sku, IntUnaryOperator quantity) {
        List<CartLine> changed = new ArrayList<>();
        for (CartLine line : lines) {
            int wanted = line.sku().equals(sku) ? quantity.applyAsInt(line.quantity()) : line.quantity();
            if (wanted > 0) {
                changed.add(new CartLine(line.sku(), wanted));
            }
        }
        return changed.equals(lines) ? this : of(changed);
    }

    static Cart of(List<CartLine> lines) {
        return new Cart(UUID.randomUUID().toString(), lines);
    }
}

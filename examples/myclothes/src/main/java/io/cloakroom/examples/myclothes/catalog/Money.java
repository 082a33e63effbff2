package io.cloakroom.examples.myclothes.catalog;

import java.io.Serializable;

/**
 * An amount in euros.
 *
 * @param cents the amount in cents
 */
public record Money(long cents) implements Serializable {

    public static final Money ZERO = new Money(0);

    public Money plus(Money other) {
        return new Money(Math.addExact(cents, other.cents));
    }

    public Money times(int factor) {
        return new Money(Math.multiplyExact(cents, (long) factor));
    }

    /** The amount as shoppers read it, such as {@code €49.90}. */
    public String formatted() {
        return "€%d.%02d".formatted(cents / 100, cents % 100);
    }
}

package io.cloakroom.examples.myclothes.orders;

import io.cloakroom.examples.myclothes.catalog.Money;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * An order as it was placed.
 *
 * @param id its number
 * @param placedAt when
 * @param total what it costs
 * @param address where it goes
 * @param lines what was ordered; empty in a list of orders
 */
public record Order(long id, Instant placedAt, Money total, Address address, List<OrderLine> lines) {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.UK).withZone(ZoneOffset.UTC);

    public Order {
        lines = List.copyOf(lines);
    }

    public String day() {
        return DAY.format(placedAt);
    }
}

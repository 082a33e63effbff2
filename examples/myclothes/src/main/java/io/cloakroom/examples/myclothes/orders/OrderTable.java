package io.cloakroom.examples.myclothes.orders;

import io.cloakroom.examples.myclothes.catalog.Money;
import io.cloakroom.examples.myclothes.catalog.Sku;
import io.cloakroom.examples.myclothes.database.Reading;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads the orders of a customer. */
final class OrderTable {

    private static final String ORDERS = "SELECT id, placed_at, total_cents, recipient, street, postcode, city"
            + " FROM orders WHERE customer_id = ?";
    private static final String LINES =
            "SELECT sku, name, size, quantity, price_cents FROM order_line WHERE order_id = ? ORDER BY sku";

    private final DataSource database;

    OrderTable(DataSource database) {
        this.database = database;
    }

    /** Finds an order of a customer; somebody else's is not found. */
    Optional<Order> find(long customerId, long orderId) throws SQLException {
        try (Connection connection = Reading.from(database);
                PreparedStatement select = connection.prepareStatement(ORDERS + " AND id = ?")) {
            select.setLong(1, customerId);
            select.setLong(2, orderId);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(read(rows, lines(connection, orderId))) : Optional.empty();
            }
        }
    }

    /** Lists the orders of a customer, newest first, without their lines. */
    List<Order> list(long customerId) throws SQLException {
        try (Connection connection = Reading.from(database);
                PreparedStatement select = connection.prepareStatement(ORDERS + " ORDER BY id DESC LIMIT 100")) {
            select.setLong(1, customerId);
            List<Order> orders = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    orders.add(read(rows, List.of()));
                }
            }
            return orders;
        }
    }

    private static List<OrderLine> lines(Connection connection, long orderId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LINES)) {
            select.setLong(1, orderId);
            List<OrderLine> lines = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    lines.add(new OrderLine(
                            new Sku(rows.getString("sku")),
                            rows.getString("name"),
                            rows.getString("size"),
                            rows.getInt("quantity"),
                            new Money(rows.getLong("price_cents"))));
                }
            }
            return lines;
        }
    }

    private static Order read(ResultSet row, List<OrderLine> lines) throws SQLException {
        return new Order(
                row.getLong("id"),
                row.getObject("placed_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                new Money(row.getLong("total_cents")),
                new Address(
                        row.getString("recipient"),
                        row.getString("street"),
                        row.getString("postcode"),
                        row.getString("city")),
                lines);
    }
}

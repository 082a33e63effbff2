package io.cloakroom.examples.myclothes.checkout;

import io.cloakroom.examples.myclothes.cart.Cart;
import io.cloakroom.examples.myclothes.cart.CartLine;
import io.cloakroom.examples.myclothes.catalog.Money;
import io.cloakroom.examples.myclothes.catalog.Sku;
import io.cloakroom.examples.myclothes.orders.Address;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The statements of one checkout, inside a transaction that the caller ends. For one thread. */
final class Purchase {

    // locks the rows in the order of their key, as every checkout does, so that two of them rarely deadlock
    private static final String SHELF = "SELECT v.sku, v.size, v.stock, p.name, p.price_cents"
            + " FROM variant v JOIN product p ON p.code = v.product_code WHERE v.sku IN (%s) ORDER BY v.sku FOR UPDATE";
    private static final String PLACED = "SELECT id FROM orders WHERE customer_id = ? AND cart_id = ?";
    private static final String TAKE = "UPDATE variant SET stock = stock - ? WHERE sku = ?";
    private static final String ORDER = "INSERT INTO orders"
            + " (customer_id, cart_id, total_cents, recipient, street, postcode, city) VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String LINE =
            "INSERT INTO order_line (order_id, sku, name, size, quantity, price_cents) VALUES (?, ?, ?, ?, ?, ?)";

    private final Connection connection;

    Purchase(Connection connection) {
        this.connection = connection;
    }

    Placement place(long customerId, Cart cart, Address address) throws SQLException {
        Map<Sku, ShelfItem> shelf = lockShelf(cart.lines());
        // asked when the locks are held, as the first statement that reads a snapshot: of two clicks, the second sees
        // the
        // order of the first
        OptionalLong earlier = earlierOrder(customerId, cart);
        if (earlier.isPresent()) {
            return new Placement.Placed(earlier.getAsLong());
        }
        Map<Sku, Integer> tooFew = tooFew(cart.lines(), shelf);
        if (!tooFew.isEmpty()) {
            return new Placement.TooFew(tooFew);
        }
        take(cart.lines());
        long orderId = insertOrder(customerId, cart, total(cart.lines(), shelf), address);
        insertLines(orderId, cart.lines(), shelf);
        return new Placement.Placed(orderId);
    }

    private Map<Sku, ShelfItem> lockShelf(List<CartLine> lines) throws SQLException {
        String sql = SHELF.formatted(String.join(",", Collections.nCopies(lines.size(), "?")));
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            int index = 0;
            for (CartLine line : lines) {
                select.setString(++index, line.sku().value());
            }
            Map<Sku, ShelfItem> shelf = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    shelf.put(
                            new Sku(rows.getString("sku")),
                            new ShelfItem(
                                    rows.getString("name"),
                                    rows.getString("size"),
                                    new Money(rows.getLong("price_cents")),
                                    rows.getInt("stock")));
                }
            }
            return shelf;
        }
    }

    private OptionalLong earlierOrder(long customerId, Cart cart) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PLACED)) {
            select.setLong(1, customerId);
            select.setString(2, cart.id());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    private static Map<Sku, Integer> tooFew(List<CartLine> lines, Map<Sku, ShelfItem> shelf) {
        Map<Sku, Integer> tooFew = new HashMap<>();
        for (CartLine line : lines) {
            ShelfItem item = shelf.get(line.sku());
            int stock = item == null ? 0 : item.stock();
            if (stock < line.quantity()) {
                tooFew.put(line.sku(), stock);
            }
        }
        return tooFew;
    }

    private static Money total(List<CartLine> lines, Map<Sku, ShelfItem> shelf) {
        Money total = Money.ZERO;
        for (CartLine line : lines) {
            total = total.plus(on(shelf, line).price().times(line.quantity()));
        }
        return total;
    }

    private void take(List<CartLine> lines) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(TAKE)) {
            for (CartLine line : lines) {
                update.setInt(1, line.quantity());
                update.setString(2, line.sku().value());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private long insertOrder(long customerId, Cart cart, Money total, Address address) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ORDER, Statement.RETURN_GENERATED_KEYS)) {
            insert.setLong(1, customerId);
            insert.setString(2, cart.id());
            insert.setLong(3, total.cents());
            insert.setString(4, address.recipient());
            insert.setString(5, address.street());
            insert.setString(6, address.postcode());
            insert.setString(7, address.city());
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        }
    }

    private void insertLines(long orderId, List<CartLine> lines, Map<Sku, ShelfItem> shelf) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(LINE)) {
            for (CartLine line : lines) {
                ShelfItem item = on(shelf, line);
                insert.setLong(1, orderId);
                insert.setString(2, line.sku().value());
                insert.setString(3, item.name());
                insert.setString(4, item.size());
                insert.setInt(5, line.quantity());
                insert.setLong(6, item.price().cents());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static ShelfItem on(Map<Sku, ShelfItem> shelf, CartLine line) {
        ShelfItem item = shelf.get(line.sku());
        if (item == null) {
            throw new IllegalStateException("a line that is not on the shelf counts as too few");
        }
        return item;
    }

    /** What the database says about a sku while its row is locked. */
    private record ShelfItem(String name, String size, Money price, int stock) {}
}

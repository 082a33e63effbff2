package io.cloakroom.examples.myclothes.cart;

import io.cloakroom.examples.myclothes.catalog.Sku;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * The carts of customers who have logged out. They wait in the database, on the primary, until their customer is back.
 * Safe for use by many threads at once.
 */
public final class SavedCarts {

    private final DataSource database;

    public SavedCarts(DataSource database) {
        this.database = database;
    }

    /** Keeps a cart; what was kept before and is not in it any more is kept as well. */
    public void save(long customerId, Cart cart) throws SQLException {
        String sql = "INSERT INTO saved_cart_line (customer_id, sku, quantity) VALUES (?, ?, ?)"
                + " ON DUPLICATE KEY UPDATE quantity = VALUES(quantity)";
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            for (CartLine line : cart.lines()) {
                insert.setLong(1, customerId);
                insert.setString(2, line.sku().value());
                insert.setInt(3, line.quantity());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Reads what is kept; an empty cart if nothing is. */
    public Cart find(long customerId) throws SQLException {
        String sql = "SELECT sku, quantity FROM saved_cart_line WHERE customer_id = ? ORDER BY sku";
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, customerId);
            List<CartLine> lines = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    lines.add(new CartLine(new Sku(rows.getString(1)), rows.getInt(2)));
                }
            }
            return Cart.of(lines);
        }
    }

    /** Forgets what is kept. */
    public void delete(long customerId) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM saved_cart_line WHERE customer_id = ?")) {
            delete.setLong(1, customerId);
            delete.executeUpdate();
        }
    }
}

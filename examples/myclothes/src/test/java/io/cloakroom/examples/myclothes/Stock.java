package io.cloakroom.examples.myclothes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The shelf, as the primary database sees it. */
final class Stock {

    private Stock() {}

    static int of(String sku) throws SQLException {
        return (int) number("SELECT stock FROM variant WHERE sku = ?", sku);
    }

    static void set(String sku, int stock) throws SQLException {
        try (Connection connection = Servers.DATABASE.primary().connect();
                PreparedStatement update = connection.prepareStatement("UPDATE variant SET stock = ? WHERE sku = ?")) {
            update.setInt(1, stock);
            update.setString(2, sku);
            update.executeUpdate();
        }
    }

    /** How many pieces of a sku have been ordered. */
    static long ordered(String sku) throws SQLException {
        return number("SELECT COALESCE(SUM(quantity), 0) FROM order_line WHERE sku = ?", sku);
    }

    private static long number(String sql, String sku) throws SQLException {
        try (Connection connection = Servers.DATABASE.primary().connect();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, sku);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}

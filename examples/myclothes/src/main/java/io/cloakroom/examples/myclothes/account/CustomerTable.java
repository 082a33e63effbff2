package io.cloakroom.examples.myclothes.account;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Reads and writes accounts, on the primary: who has just registered on one instance can log in on the next one at
 * once.
 */
final class CustomerTable {

    private final DataSource database;

    CustomerTable(DataSource database) {
        this.database = database;
    }

    Optional<Customer> find(String email) throws SQLException {
        String sql = "SELECT id, name, password_hash FROM customer WHERE email = ?";
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, stored(email));
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Customer(rows.getLong(1), rows.getString(2), rows.getString(3)))
                        : Optional.empty();
            }
        }
    }

    /** Adds an account; empty if the address has one. */
    Optional<Customer> add(String email, String name, String passwordHash) throws SQLException {
        String sql = "INSERT INTO customer (email, name, password_hash) VALUES (?, ?, ?)";
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, stored(email));
            insert.setString(2, name);
            insert.setString(3, passwordHash);
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                keys.next();
                return Optional.of(new Customer(keys.getLong(1), name, passwordHash));
            }
        } catch (SQLIntegrityConstraintViolationException e) {
            return Optional.empty();
        }
    }

    private static String stored(String email) {
        return email.toLowerCase(Locale.ROOT);
    }
}

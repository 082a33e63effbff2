package io.cloakroom.examples.myclothes.checkout;

import io.cloakroom.examples.myclothes.cart.Cart;
import io.cloakroom.examples.myclothes.orders.Address;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Turns carts into orders: all of a cart or nothing, each cart once, at the prices of the database. */
public final class Checkout {

    private static final int ATTEMPTS = 3;

    private final DataSource database;

    public Checkout(DataSource database) {
        this.database = database;
    }

    Placement place(long customerId, Cart cart, Address address) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return placeOnce(customerId, cart, address);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !wasRolledBack(e)) {
                    throw e;
                }
            }
        }
    }

    private Placement placeOnce(long customerId, Cart cart, Address address) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Placement placement = new Purchase(connection).place(customerId, cart, address);
                connection.commit();
                return placement;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** A deadlock or a serialization failure: the database has undone the transaction and asks to repeat it. */
    private static boolean wasRolledBack(SQLException failure) {
        return "40001".equals(failure.getSQLState());
    }
}

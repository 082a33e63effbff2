package io.cloakroom.examples.myclothes.account;

import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** The accounts of the shop. */
public final class Accounts {

    private final CustomerTable customers;
    private final Passwords passwords = new Passwords();

    public Accounts(DataSource database) {
        this.customers = new CustomerTable(database);
    }

    /** Opens an account; empty if the address has one. */
    Optional<Customer> register(String email, String name, String password) throws SQLException {
        return customers.add(email, name, passwords.hash(password));
    }

    /** Finds the account of an address; empty if there is none or the password is another. */
    Optional<Customer> authenticate(String email, String password) throws SQLException {
        Customer customer = customers.find(email).orElse(null);
        return passwords.matches(password, customer) ? Optional.ofNullable(customer) : Optional.empty();
    }
}

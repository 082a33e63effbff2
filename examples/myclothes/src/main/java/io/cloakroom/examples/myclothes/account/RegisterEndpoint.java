package io.cloakroom.examples.myclothes.account;

import io.cloakroom.examples.myclothes.web.Endpoint;
import io.cloakroom.examples.myclothes.web.Form;
import io.cloakroom.examples.myclothes.web.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** {@code GET /register} and {@code POST /register}. A new customer is logged in at once. */
public final class RegisterEndpoint implements Endpoint {

    private static final int LONGEST_NAME = 80;

    private final Accounts accounts;
    private final Pages pages;

    public RegisterEndpoint(Accounts accounts, Pages pages) {
        this.accounts = accounts;
        this.pages = pages;
    }

    @Override
    public void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
        show(request, response, 200, Form.of(request, "next"));
    }

    @Override
    public void post(HttpServletRequest request, HttpServletResponse response) throws IOException, SQLException {
        Form form = Form.of(request, "name", "email", "next");
        String password = Credentials.password(request);
        form.checkFilled("name", LONGEST_NAME, "Tell us your name, in at most " + LONGEST_NAME + " characters.");
        form.check("email", Credentials::isEmail, "This does not look like an e-mail address.");
        if (!Credentials.isPassword(password)) {
            form.reject("password", Credentials.PASSWORD_RULE);
        }
        Optional<Customer> customer = form.isValid() ? register(form, password) : Optional.empty();
        if (customer.isEmpty()) {
            show(request, response, 422, form);
            return;
        }
        SignedIn.begin(request, customer.get());
        Endpoint.seeOther(response, Destination.of(form));
    }

    private Optional<Customer> register(Form form, String password) throws SQLException {
        Optional<Customer> customer = accounts.register(form.value("email"), form.value("name"), password);
        if (customer.isEmpty()) {
            form.reject("email", "There is an account with this address already. Please log in.");
        }
        return customer;
    }

    private void show(HttpServletRequest request, HttpServletResponse response, int status, Form form)
            throws IOException {
        pages.show(request, response, status, "register.jte", Map.of("form", form));
    }
}

package io.cloakroom.examples.myclothes.orders;

import io.cloakroom.examples.myclothes.account.SignedIn;
import io.cloakroom.examples.myclothes.web.Endpoint;
import io.cloakroom.examples.myclothes.web.Form;
import io.cloakroom.examples.myclothes.web.Pages;
import io.cloakroom.routing.Routing;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** {@code GET /orders} and {@code GET /orders/{id}}. */
public final class OrdersEndpoint implements Endpoint {

    private final OrderTable orders;
    private final Pages pages;

    public OrdersEndpoint(DataSource database, Pages pages) {
        this.orders = new OrderTable(database);
        this.pages = pages;
    }

    @Override
    public void get(HttpServletRequest request, HttpServletResponse response) throws IOException, SQLException {
        Optional<SignedIn> customer = SignedIn.of(request);
        if (customer.isEmpty()) {
            Endpoint.seeOther(response, "/login?next=/orders");
            return;
        }
        String id = Endpoint.pathTail(request);
        if (id.isEmpty()) {
            Map<String, Object> content = Map.of("orders", list(customer.get()));
            pages.show(request, response, 200, "orders.jte", content);
        } else {
            showOrder(id, customer.get(), request, response);
        }
    }

    private void showOrder(String id, SignedIn customer, HttpServletRequest request, HttpServletResponse response)
            throws IOException, SQLException {
        // digits only and short enough for a long: anything else is no order's number
        Optional<Order> order = id.matches("[0-9]{1,18}") ? find(customer, Long.parseLong(id)) : Optional.empty();
        if (order.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        boolean placed = !Form.of(request, "placed").value("placed").isEmpty();
        pages.show(request, response, 200, "order.jte", Map.of("order", order.get(), "placed", placed));
    }

    /*
     * Read-only, and still from the primary: the customer is sent here the moment the order is placed, perhaps to an
     * instance that does not know of that write, and a replica may not have it yet.
     */
    private Optional<Order> find(SignedIn customer, long orderId) throws SQLException {
        return Routing.primary(() -> orders.find(customer.customerId(), orderId));
    }

    private List<Order> list(SignedIn customer) throws SQLException {
        return Routing.primary(() -> orders.list(customer.customerId()));
    }
}

package io.cloakroom.examples.fleet;

import static io.cloakroom.examples.fleet.Steps.require;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What {@code --smoke} does: a guest puts clothes into the cart through every instance, one instance is killed, and the
 * shopper goes on to log in, check out and read the order.
 */
final class ShoppingTrip {

    private static final int ITEMS = 4;
    private static final int ATTEMPTS_AFTER_KILL = 40;

    private static final Map<String, String> ADDRESS = Map.of(
            "recipient", "Robin Shopper", "street", "Cloakroom Lane 3", "postcode", "12345", "city", "Coatbridge");

    private final Fleet fleet;
    private final Shopper shopper;
    private final Steps steps;
    private final Map<String, Integer> expectedCart = new TreeMap<>();
    private final Set<String> usedInstances = new TreeSet<>();
    private final Set<String> killed = new TreeSet<>();
    private final Map<String, String> account = Map.of(
            "name",
            "Robin Shopper",
            "email",
            "robin-" + UUID.randomUUID() + "@example.org",
            "password",
            "a long coat, " + UUID.randomUUID());
    private String orderId = "";

    ShoppingTrip(Fleet fleet, Steps steps) {
        this.fleet = fleet;
        this.shopper = new Shopper(fleet.address());
        this.steps = steps;
    }

    /** Runs the trip with sessions that must survive. */
    void expectCartToSurvive() {
        steps.step("browse", this::browse);
        steps.step("add to the cart", this::addThroughEveryInstance);
        steps.step("read the cart", this::readCart);
        steps.step("kill an instance", this::killOneInstance);
        steps.step("read the cart again", this::readCartFromSurvivors);
        steps.step("create an account", this::register);
        steps.step("log in", this::logIn);
        steps.step("check out", this::checkOut);
        steps.step("read the order", this::readOrders);
    }

    /** Runs the counter-example: sessions in the memory of each instance. */
    void expectCartToBeLost() {
        steps.step("browse", this::browse);
        steps.step("add to the cart", this::addItems);
        steps.step("read the cart", this::findCartLost);
    }

    private String browse() {
        Page catalogue = open("/");
        require(!products(catalogue).isEmpty(), "no products on the first page");
        return products(catalogue).size() + " products, served by " + catalogue.servedBy();
    }

    private String addThroughEveryInstance() {
        String seen = addItems();
        require(usedInstances.size() == fleet.instances().size(), "only " + usedInstances + " took part: " + seen);
        return seen;
    }

    private String addItems() {
        List<String> products = products(open("/"));
        int additions = ITEMS * fleet.instances().size();
        for (int i = 0; i < additions; i++) {
            Page product = open(products.get(i % products.size()));
            String sku = product.firstInStock();
            Page cart = shopper.submit(product, "/cart/items", Map.of("sku", sku, "quantity", "1"));
            require(cart.status() == 200, "status " + cart.status() + " from " + cart.servedBy());
            usedInstances.add(cart.acceptedBy());
            expectedCart.merge(sku, 1, Integer::sum);
            // an odd request, so that round robin does not bring every addition to the same instance
            open("/");
        }
        return additions + " items, taken by " + String.join(", ", usedInstances);
    }

    private String readCart() {
        Page cart = open("/cart");
        require(cart.cart().equals(expectedCart), difference(cart));
        return items(cart) + " items, read by " + cart.servedBy() + ", " + shopper.cookieBytes() + " bytes of cookies";
    }

    private String killOneInstance() {
        String last = open("/cart").servedBy();
        ShopInstance victim = fleet.instance(last);
        victim.kill();
        killed.add(victim.name());
        return victim.name() + " (process " + victim.process().pid() + "), which served the last page, with SIGKILL";
    }

    /** Until the load balancer has noticed, it may answer 502, as any load balancer does; the shopper reloads. */
    private String readCartFromSurvivors() {
        Set<String> readers = new TreeSet<>();
        int refused = 0;
        int goodInARow = 0;
        for (int i = 0;
                i < ATTEMPTS_AFTER_KILL && goodInARow < 2 * fleet.instances().size();
                i++) {
            Page cart = open("/cart");
            if (cart.status() == 502 || cart.status() == 503) {
                refused++;
                goodInARow = 0;
                continue;
            }
            require(cart.cart().equals(expectedCart), difference(cart));
            readers.add(cart.servedBy());
            goodInARow++;
        }
        require(readers.size() == fleet.instances().size() - killed.size(), "only " + readers + " answered");
        return "all there, read by " + String.join(", ", readers) + "; pages to reload meanwhile: " + refused;
    }

    /** In another browser, so that logging in is a step of its own. */
    private String register() {
        Shopper elsewhere = new Shopper(fleet.address());
        Page home = elsewhere.submit(elsewhere.open("/register"), "/register", account);
        require(home.status() == 200, "status " + home.status());
        return "in another browser, by " + home.acceptedBy();
    }

    private String logIn() {
        Set<String> before = shopper.cookieValues();
        Page home = shopper.submit(open("/login"), "/login", account);
        require(home.status() == 200, "status " + home.status());
        Set<String> after = shopper.cookieValues();
        require(after.size() == before.size() && !after.equals(before), "the ticket is still the one from before");
        Page cart = open("/cart");
        require(cart.cart().equals(expectedCart), difference(cart));
        return "by " + home.acceptedBy() + "; a new ticket, the same " + items(cart) + " items";
    }

    private String checkOut() {
        Page order = shopper.submit(open("/checkout"), "/checkout", ADDRESS);
        require(order.status() == 200, "status " + order.status());
        orderId = order.data("order-id");
        require(open("/cart").cart().isEmpty(), "the cart is not empty after the order");
        return "order " + orderId + ", taken by " + order.acceptedBy() + ", total "
                + Integer.parseInt(order.data("total-cents")) / 100.0;
    }

    private String readOrders() {
        Page order = open("/orders/" + orderId);
        require(order.status() == 200 && order.data("order-id").equals(orderId), "status " + order.status());
        Page history = open("/orders");
        require(!history.document().select("a[href=/orders/" + orderId + "]").isEmpty(), "not in the history");
        return "by " + order.servedBy() + "; in the history by " + history.servedBy();
    }

    private String findCartLost() {
        Page cart = open("/cart");
        int bought = sum(expectedCart);
        require(items(cart) < bought, "all " + bought + " items are there: this run shows nothing");
        return items(cart) + " of " + bought + " items, as " + cart.servedBy() + " sees it: LOST";
    }

    private Page open(String path) {
        return shopper.open(path);
    }

    private String difference(Page cart) {
        return "status " + cart.status() + " from " + cart.servedBy() + ", in the cart " + cart.cart() + " instead of "
                + expectedCart;
    }

    private static int items(Page cart) {
        return sum(cart.cart());
    }

    private static int sum(Map<String, Integer> quantities) {
        return quantities.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static List<String> products(Page catalogue) {
        return catalogue.document().select("a[href^=/products/]").stream()
                .map(link -> link.attr("href"))
                .distinct()
                .toList();
    }
}

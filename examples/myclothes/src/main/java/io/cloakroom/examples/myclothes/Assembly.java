package io.cloakroom.examples.myclothes;

import io.cloakroom.cache.redis.RedisTier;
import io.cloakroom.examples.myclothes.account.Accounts;
import io.cloakroom.examples.myclothes.account.LoginEndpoint;
import io.cloakroom.examples.myclothes.account.LogoutEndpoint;
import io.cloakroom.examples.myclothes.account.RegisterEndpoint;
import io.cloakroom.examples.myclothes.account.SignedIn;
import io.cloakroom.examples.myclothes.cart.CartEndpoint;
import io.cloakroom.examples.myclothes.cart.CartItemsEndpoint;
import io.cloakroom.examples.myclothes.cart.Carts;
import io.cloakroom.examples.myclothes.cart.SavedCarts;
import io.cloakroom.examples.myclothes.catalog.Catalog;
import io.cloakroom.examples.myclothes.catalog.CatalogEndpoint;
import io.cloakroom.examples.myclothes.catalog.PictureEndpoint;
import io.cloakroom.examples.myclothes.catalog.ProductEndpoint;
import io.cloakroom.examples.myclothes.checkout.Checkout;
import io.cloakroom.examples.myclothes.checkout.CheckoutEndpoint;
import io.cloakroom.examples.myclothes.database.DatabaseAddress;
import io.cloakroom.examples.myclothes.database.DatabaseNodes;
import io.cloakroom.examples.myclothes.health.LivenessEndpoint;
import io.cloakroom.examples.myclothes.health.Probe;
import io.cloakroom.examples.myclothes.health.ReadinessEndpoint;
import io.cloakroom.examples.myclothes.orders.OrdersEndpoint;
import io.cloakroom.examples.myclothes.startup.StartupException;
import io.cloakroom.examples.myclothes.web.AssetEndpoint;
import io.cloakroom.examples.myclothes.web.Endpoint;
import io.cloakroom.examples.myclothes.web.ErrorEndpoint;
import io.cloakroom.examples.myclothes.web.ForgeryFilter;
import io.cloakroom.examples.myclothes.web.FormTokens;
import io.cloakroom.examples.myclothes.web.Pages;
import io.cloakroom.examples.myclothes.web.ResponseHeadersFilter;
import io.cloakroom.examples.myclothes.web.Visitor;
import io.cloakroom.session.SessionFilter;
import io.cloakroom.session.redis.RedisSessionStore;
import io.cloakroom.session.store.InMemorySessionStore;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.StoreKey;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Puts the parts of an instance together. Used once, by one thread. */
final class Assembly {

    private final Settings settings;
    private final Opened opened;

    Assembly(Settings settings, Opened opened) {
        this.settings = settings;
        this.opened = opened;
    }

    /** Opens all that the shop needs, then listens; returns the port. */
    int listen() throws StartupException {
        // all settings first: a typing error should not wait for a server's time-out
        String instance = settings.instance();
        int port = settings.port();
        SessionKind sessions = settings.sessions();
        FormTokens tokens = new FormTokens(secret(), InstantSource.system());
        DatabaseAddress primary = settings.primary();
        List<DatabaseAddress> replicas = settings.replicas();

        DatabaseNodes nodes = opened.add(DatabaseNodes.open(primary, replicas));
        RedisProbe redis = settings.redis().isEmpty() ? null : opened.add(RedisProbe.connect(settings.redis()));
        SessionStore store = sessions == SessionKind.COOKIE ? null : opened.add(store(sessions));
        DataSource database = opened.add(CloakroomWiring.database(nodes.primary(), nodes.replicas()));
        RedisTier tier = redis == null ? null : opened.add(RedisTier.create(settings.redis()));
        Catalog catalog = CloakroomWiring.catalog(database, tier);

        Pages pages = new Pages(instance, sessions.title(), tokens, Assembly::visitor);
        SessionFilter sessionFilter = CloakroomWiring.sessions(
                store == null ? SessionFilter.sealedCookie(settings.sealingKeys()) : SessionFilter.builder(store),
                settings.insecureCookie());
        List<Filter> filters =
                List.of(new ResponseHeadersFilter(instance), new ForgeryFilter(tokens, Assembly::visitor));
        Map<String, Endpoint> endpoints = endpoints(database, catalog, pages);
        endpoints.put("/health/live", new LivenessEndpoint());
        endpoints.put("/health/ready", new ReadinessEndpoint(probes(store, nodes.primary(), redis)));
        WebServer server = new WebServer(sessionFilter, filters, endpoints, new ErrorEndpoint(pages));
        return opened.add(server).listen(settings.address(), port);
    }

    private String secret() throws StartupException {
        String secret = settings.secret();
        if (!secret.isEmpty()) {
            return secret;
        }
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    private SessionStore store(SessionKind kind) throws StartupException {
        return switch (kind) {
            case MEMORY -> InMemorySessionStore.create();
            case DYNAMODB -> DynamoDbTable.open(settings);
            case REDIS -> RedisSessionStore.create(settings.redis());
            case COOKIE -> throw new IllegalArgumentException("sessions in a cookie need no store");
        };
    }

    private static Map<String, Endpoint> endpoints(DataSource database, Catalog catalog, Pages pages) {
        Accounts accounts = new Accounts(database);
        SavedCarts savedCarts = new SavedCarts(database);
        CartEndpoint cart = new CartEndpoint(catalog, pages);
        Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        // the empty pattern is "/" itself; "/" would be everything that has no other pattern
        endpoints.put("", new CatalogEndpoint(catalog, pages));
        endpoints.put("/products/*", new ProductEndpoint(catalog, pages));
        endpoints.put("/pictures/*", new PictureEndpoint());
        endpoints.put("/cart", cart);
        endpoints.put("/cart/items/*", new CartItemsEndpoint(catalog, pages, cart));
        endpoints.put("/register", new RegisterEndpoint(accounts, pages));
        endpoints.put("/login", new LoginEndpoint(accounts, savedCarts, pages));
        endpoints.put("/logout", new LogoutEndpoint(savedCarts));
        endpoints.put("/checkout", new CheckoutEndpoint(new Checkout(database), catalog, pages));
        endpoints.put("/orders/*", new OrdersEndpoint(database, pages));
        endpoints.put("/assets/shop.css", new AssetEndpoint("/assets/shop.css", "text/css;charset=utf-8"));
        endpoints.put("/assets/icon.svg", new AssetEndpoint("/assets/icon.svg", "image/svg+xml"));
        return endpoints;
    }

    private static Map<String, Probe> probes(
            @Nullable SessionStore store, DataSource primary, @Nullable RedisProbe redis) {
        StoreKey nobody = StoreKey.ofSessionId("nobody has this id");
        Map<String, Probe> probes = new LinkedHashMap<>();
        if (store != null) {
            probes.put("sessions", () -> store.load(nobody));
        }
        probes.put("database", () -> ask(primary));
        if (redis != null) {
            probes.put("cache", redis);
        }
        return probes;
    }

    private static void ask(DataSource primary) throws SQLException {
        try (Connection connection = primary.getConnection()) {
            if (!connection.isValid(1)) {
                throw new SQLException("the connection is broken");
            }
        }
    }

    private static Visitor visitor(HttpServletRequest request) {
        SignedIn customer = SignedIn.of(request).orElse(null);
        return new Visitor(
                customer == null ? null : customer.customerId(),
                customer == null ? null : customer.name(),
                Carts.of(request).pieces());
    }
}

package io.cloakroom.routing.servlet;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cloakroom.routing.ReplicaRoutingDataSource;
import io.cloakroom.routing.Routing;
import io.cloakroom.testservers.MariaDbCluster;
import io.cloakroom.testservers.MariaDbServer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** An instance of a web application with pools of its own. */
final class WishShop implements AutoCloseable {

    private static final byte[] KEY =
            "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final List<HikariDataSource> pools = new ArrayList<>();
    private final ReplicaRoutingDataSource dataSource;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    private WishShop(MariaDbCluster cluster) {
        var builder = ReplicaRoutingDataSource.builder(pool(cluster.primary()));
        cluster.replicas().forEach(replica -> builder.replica("replica-" + replica.serverId(), pool(replica)));
        this.dataSource = builder.build();
    }

    static WishShop start(MariaDbCluster cluster) throws Exception {
        WishShop shop = new WishShop(cluster);
        ServletContextHandler context = new ServletContextHandler();
        context.addFilter(
                new FilterHolder(ReadYourWritesFilter.builder(shop.dataSource, KEY)
                        .secure(false)
                        .build()),
                "/*",
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        ServletHolder holder = new ServletHolder(shop.new Wishes());
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/");
        context.getServletHandler().getFilters()[0].setAsyncSupported(true);
        shop.connector.setHost("127.0.0.1");
        shop.server.addConnector(shop.connector);
        shop.server.setHandler(context);
        shop.server.start();
        return shop;
    }

    HttpResponse<String> get(HttpClient browser, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
        return browser.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    static void scopeOfAForeignRequest() {
        ServletRequest never = (ServletRequest) java.lang.reflect.Proxy.newProxyInstance(
                WishShop.class.getClassLoader(), new Class<?>[] {ServletRequest.class}, (proxy, method, args) -> null);
        ReadYourWritesFilter.scopeOf(never);
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
        dataSource.close();
        pools.forEach(HikariDataSource::close);
    }

    private HikariDataSource pool(MariaDbServer server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl());
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setMaximumPoolSize(4);
        config.setAutoCommit(false);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    private void wish() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO wish VALUES()");
            connection.commit();
        }
    }

    private String ask(String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);
            try (ResultSet row = statement.executeQuery(query)) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** Answers in every way in which an answer can begin. */
    private final class Wishes extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            try {
                answer(request, response);
            } catch (SQLException e) {
                throw new ServletException(e);
            }
        }

        private void answer(HttpServletRequest request, HttpServletResponse response)
                throws SQLException, ServletException, IOException {
            switch (request.getServletPath()) {
                case "/count" -> response.getWriter().print(ask("SELECT COUNT(*) FROM wish"));
                case "/server" -> response.getWriter().print(ask("SELECT @@server_id"));
                case "/scope" ->
                    response.getWriter().print(ReadYourWritesFilter.scopeOf(request) == null ? "" : "a scope");
                case "/forward" -> request.getRequestDispatcher("/body").forward(request, response);
                case "/async" -> answerLater(request, request.startAsync(request, response));
                default -> {
                    wish();
                    answerWish(request.getServletPath(), response);
                }
            }
        }

        private void answerLater(HttpServletRequest request, AsyncContext later) {
            later.start(() -> {
                try {
                    Routing.<SQLException>within(ReadYourWritesFilter.scopeOf(request), WishShop.this::wish);
                    later.getResponse().getWriter().print("thanks");
                } catch (SQLException | IOException e) {
                    throw new IllegalStateException(e);
                } finally {
                    later.complete();
                }
            });
        }

        private static void answerWish(String path, HttpServletResponse response) throws IOException {
            switch (path) {
                case "/redirect" -> response.sendRedirect("/count");
                case "/body" -> response.getWriter().print("thanks");
                case "/error" -> response.sendError(500);
                case "/large" -> response.getOutputStream().write(new byte[200_000]);
                default -> response.setStatus(204);
            }
        }
    }
}

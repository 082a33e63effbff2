package io.cloakroom.examples.myclothes.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cloakroom.examples.myclothes.startup.StartupException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A connection pool for each database node, over an up-to-date schema. */
public final class DatabaseNodes implements AutoCloseable {

    private static final Logger log = System.getLogger(DatabaseNodes.class.getName());

    private static final int MOST_CONNECTIONS = 10;

    private final HikariDataSource primary;
    private final Map<String, HikariDataSource> replicas;

    private DatabaseNodes(HikariDataSource primary, Map<String, HikariDataSource> replicas) {
        this.primary = primary;
        this.replicas = replicas;
    }

    /**
     * Connects to the nodes and brings the schema up to date.
     *
     * @param primary the node that takes writes
     * @param replicas the nodes that follow it, perhaps none
     * @throws StartupException if the primary does not answer or cannot be used. A replica that does not answer is only
     *     logged: the shop can do without it, and must be able to start while it is away
     */
    public static DatabaseNodes open(DatabaseAddress primary, List<DatabaseAddress> replicas) throws StartupException {
        primary.probe();
        Map<String, HikariDataSource> pools = new LinkedHashMap<>();
        for (DatabaseAddress replica : replicas) {
            String name = "replica-" + (pools.size() + 1);
            pools.put(name, pool(name, replica));
        }
        DatabaseNodes nodes = new DatabaseNodes(pool("primary", primary), pools);
        try {
            nodes.migrate(replicas);
            return nodes;
        } catch (StartupException | RuntimeException e) {
            nodes.close();
            throw e;
        }
    }

    public DataSource primary() {
        return primary;
    }

    public Map<String, DataSource> replicas() {
        return Map.copyOf(replicas);
    }

    private void migrate(List<DatabaseAddress> addresses) throws StartupException {
        Schema schema = Schema.migrate(primary);
        int index = 0;
        for (HikariDataSource replica : replicas.values()) {
            DatabaseAddress address = addresses.get(index++);
            try {
                address.probe();
                schema.awaitOn(replica);
            } catch (StartupException e) {
                log.log(Level.WARNING, e.getMessage());
            }
        }
    }

    private static HikariDataSource pool(String name, DatabaseAddress address) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(address.url());
        if (!address.user().isEmpty()) {
            config.setUsername(address.user());
            config.setPassword(address.password());
        }
        config.setMaximumPoolSize(MOST_CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(2_000);
        config.setValidationTimeout(1_000);
        // a replica may be away when the shop starts
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("connectTimeout", "1000");
        config.addDataSourceProperty("socketTimeout", "10000");
        return new HikariDataSource(config);
    }

    @Override
    public void close() {
        replicas.values().forEach(HikariDataSource::close);
        primary.close();
    }
}

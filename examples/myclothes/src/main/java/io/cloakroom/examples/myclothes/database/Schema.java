package io.cloakroom.examples.myclothes.database;

import io.cloakroom.examples.myclothes.startup.StartupException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The tables and the products. Flyway holds a lock on the server, so that of many instances one does the work. */
final class Schema {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final String version;

    private Schema(String version) {
        this.version = version;
    }

    static Schema migrate(DataSource primary) throws StartupException {
        try {
            Flyway flyway = Flyway.configure()
                    .dataSource(primary)
                    .locations("classpath:db/migration")
                    .load();
            flyway.migrate();
            return new Schema(flyway.info().current().getVersion().getVersion());
        } catch (FlywayException e) {
            throw StartupException.setting("The schema of the primary database cannot be brought up to date: "
                    + String.valueOf(e.getMessage()).strip());
        }
    }

    /** Waits until a replica has the schema too: an instance that is ready must not read from one without tables. */
    void awaitOn(DataSource replica) throws StartupException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isOn(replica)) {
            if (System.nanoTime() > deadline) {
                throw StartupException.dependency("A replica does not follow: it has no schema of version " + version);
            }
            pause();
        }
    }

    private boolean isOn(DataSource replica) {
        String sql = "SELECT COUNT(*) FROM flyway_schema_history WHERE version = ? AND success";
        try (Connection connection = replica.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, version);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() && rows.getInt(1) > 0;
            }
        } catch (SQLException e) {
            // there is no such table yet
            return false;
        }
    }

    private static void pause() throws StartupException {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StartupException.dependency("Interrupted while waiting for a replica");
        }
    }
}

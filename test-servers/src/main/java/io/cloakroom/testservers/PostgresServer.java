package io.cloakroom.testservers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of a {@link PostgresCluster}. A replica takes no writes, of nobody. Passwords are not checked.
 */
public final class PostgresServer implements DatabaseServer {

    private final PostgresFiles files;
    private final ServerProcess process;
    private final int serverId;

    private PostgresServer(PostgresFiles files, ServerProcess process, int serverId) {
        this.files = files;
        this.process = process;
        this.serverId = serverId;
    }

    /** Starts a primary, or a replica if there is a primary to follow. */
    static PostgresServer start(PostgresFiles files, int serverId, @Nullable PostgresServer primary) {
        int port = FreePort.find();
        Path folder = ServerProcess.newFolder("postgres-" + serverId);
        fillData(files, folder, port, primary);
        List<String> command = PostgresFiles.command(
                files.programs(),
                "postgres",
                List.of("-D", folder.resolve("data").toString()));
        ServerProcess process = ServerProcess.builder("postgres", port, folder, command)
                .environment("TZ", "UTC")
                .environment("LC_ALL", "C")
                // TERM would wait until all clients have gone
                .stopSignal("INT")
                .readyWhen(() -> answers(port))
                .start();
        return new PostgresServer(files, process, serverId);
    }

    @Override
    public ServerProcess process() {
        return process;
    }

    @Override
    public int serverId() {
        return serverId;
    }

    @Override
    public String jdbcUrl() {
        return jdbcUrl(port());
    }

    @Override
    public String position() {
        return queryAsAdmin("SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()"
                + " ELSE pg_current_wal_insert_lsn() END");
    }

    @Override
    public boolean awaitPosition(String position, Duration timeout) {
        String reached = "SELECT pg_last_wal_replay_lsn() >= '" + position + "'::pg_lsn";
        return Poll.until(timeout, () -> queryAsAdmin(reached).equals("t"));
    }

    @Override
    public void pauseReplication() {
        executeAsAdmin("SELECT pg_wal_replay_pause()");
        boolean paused = Poll.until(
                Duration.ofSeconds(10),
                () -> queryAsAdmin("SELECT pg_get_wal_replay_pause_state()").equals("paused"));
        if (!paused) {
            throw new IllegalStateException("server " + serverId + " did not pause");
        }
    }

    @Override
    public void resumeReplication() {
        executeAsAdmin("SELECT pg_wal_replay_resume()");
    }

    /** Stops in order before it deletes: a killed PostgreSQL leaves a segment of shared memory behind. */
    @Override
    public void close() {
        stop();
        process.close();
    }

    void lead() {
        executeAsAdmin("SELECT pg_promote()");
    }

    void follow(PostgresServer primary) {
        executeAsAdmin(
                "ALTER SYSTEM SET primary_conninfo = '" + connectionTo(primary) + "'", "SELECT pg_reload_conf()");
    }

    /**
     * Starts over from fresh data: what it wrote as a primary cannot be taken back ({@code pg_rewind} is not there).
     */
    void followAfterLeading(PostgresServer primary) {
        stop();
        try {
            FolderTree.delete(process.folder().resolve("data"));
        } catch (IOException e) {
            throw new ServerStartException("postgres", "its old data cannot be deleted", "", e);
        }
        fillData(files, process.folder(), port(), primary);
        restart();
    }

    private static void fillData(PostgresFiles files, Path folder, int port, @Nullable PostgresServer primary) {
        Path data = folder.resolve("data");
        try {
            FolderTree.copy(files.freshData(), data);
            Files.writeString(data.resolve("postgresql.conf"), configuration(port));
            Files.writeString(
                    data.resolve("pg_hba.conf"),
                    "host all all 127.0.0.1/32 trust\nhost replication all 127.0.0.1/32 trust\n");
            if (primary != null) {
                Files.createFile(data.resolve("standby.signal"));
                Files.writeString(
                        data.resolve("postgresql.auto.conf"), "primary_conninfo = '" + connectionTo(primary) + "'\n");
            }
        } catch (IOException e) {
            throw new ServerStartException("postgres", "its data folder cannot be made", "", e);
        }
    }

    private static String connectionTo(PostgresServer primary) {
        return "host=127.0.0.1 port=" + primary.port() + " user=admin sslmode=disable gssencmode=disable";
    }

    private static boolean answers(int port) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(port), "admin", "admin")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static String jdbcUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/app?sslmode=disable&gssEncMode=disable";
    }

    /*
     * The primary keeps its log (wal_keep_size), because a new replica starts from the same fresh data and reads it from the
     * beginning. Shared memory lies in the data folder and goes with it. Nothing is synced: data need not survive a power cut.
     */
    private static String configuration(int port) {
        return """
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = 100
                shared_buffers = 16MB
                dynamic_shared_memory_type = mmap
                io_method = sync
                wal_level = replica
                max_wal_senders = 32
                wal_keep_size = 1GB
                hot_standby = on
                hot_standby_feedback = on
                wal_receiver_status_interval = 1s
                wal_retrieve_retry_interval = 100ms
                fsync = off
                full_page_writes = off
                autovacuum = off
                """.formatted(port);
    }
}

package io.cloakroom.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A MariaDB server of a {@link MariaDbCluster}. Its administrator is not bound by {@code read_only}. */
public final class MariaDbServer implements DatabaseServer {

    private static final String DATABASE = "app";

    private final ServerProcess process;
    private final int serverId;

    private MariaDbServer(ServerProcess process, int serverId) {
        this.process = process;
        this.serverId = serverId;
    }

    static MariaDbServer start(MariaDbFiles files, int serverId, boolean readOnly) {
        int port = FreePort.find();
        Path folder = ServerProcess.newFolder("mariadb-" + serverId);
        try {
            FolderTree.copy(files.freshData(), folder.resolve("data"));
            Files.createDirectory(folder.resolve("tmp"));
            Files.writeString(folder.resolve("my.cnf"), configuration(files, folder, port, serverId));
            writeReadOnly(folder, readOnly);
        } catch (IOException e) {
            throw new ServerStartException("mariadbd", "its data folder cannot be made", "", e);
        }
        List<String> command = List.of(
                files.programs().resolve("bin/mariadbd").toString(), "--defaults-file=" + folder.resolve("my.cnf"));
        ServerProcess process = ServerProcess.builder("mariadbd", port, folder, command)
                .readyWhen(() -> answers(port))
                .start();
        return new MariaDbServer(process, serverId);
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
        return queryAsAdmin("SELECT @@GLOBAL.gtid_current_pos");
    }

    @Override
    public boolean awaitPosition(String position, Duration timeout) {
        return position.isEmpty()
                || queryAsAdmin("SELECT MASTER_GTID_WAIT('" + position + "', " + timeout.toMillis() / 1000.0 + ")")
                        .equals("0");
    }

    @Override
    public void pauseReplication() {
        executeAsAdmin("STOP REPLICA SQL_THREAD");
    }

    @Override
    public void resumeReplication() {
        executeAsAdmin("START REPLICA SQL_THREAD");
    }

    void follow(MariaDbServer primary) {
        follow(primary, "MASTER_USE_GTID=slave_pos");
    }

    /** What it wrote as a primary counts as applied, too. */
    void followAfterLeading(MariaDbServer primary) {
        follow(primary, "MASTER_DEMOTE_TO_SLAVE=1");
    }

    private void follow(MariaDbServer primary, String position) {
        setReadOnly(true);
        executeAsAdmin(
                "STOP ALL REPLICAS",
                "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=" + primary.port()
                        + ", MASTER_USER='replication', MASTER_PASSWORD='replication', MASTER_CONNECT_RETRY=1,"
                        + " MASTER_SSL=0, MASTER_SSL_VERIFY_SERVER_CERT=0, " + position,
                "START REPLICA");
    }

    void lead() {
        executeAsAdmin("STOP ALL REPLICAS", "RESET REPLICA ALL");
        setReadOnly(false);
    }

    private void setReadOnly(boolean readOnly) {
        try {
            writeReadOnly(process.folder(), readOnly);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        executeAsAdmin("SET GLOBAL read_only=" + readOnly);
    }

    private static boolean answers(int port) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(port), "admin", "admin")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static String jdbcUrl(int port) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + DATABASE;
    }

    /** In a file of its own, because it changes on a fail-over and must hold over a restart. */
    private static void writeReadOnly(Path folder, boolean readOnly) throws IOException {
        Files.writeString(folder.resolve("read-only.cnf"), "[mariadbd]\nread_only=" + (readOnly ? "ON" : "OFF") + "\n");
    }

    /*
     * skip_ssl: 11.4 otherwise makes a key and a certificate at each start, for seconds of processor time. The small sizes
     * and the missing syncs are for sixteen servers on a laptop; data need not survive its power cut. The socket is relative
     * to the data folder, because the length of its path is limited to about a hundred characters.
     */
    private static String configuration(MariaDbFiles files, Path folder, int port, int serverId) {
        return """
                [mariadbd]
                basedir=%s
                lc_messages_dir=%s
                datadir=%s
                tmpdir=%s
                user=%s
                socket=mariadb.sock
                pid_file=mariadb.pid
                bind_address=127.0.0.1
                port=%d
                server_id=%d
                skip_ssl
                skip_name_resolve
                log_bin=binlog
                log_slave_updates=ON
                binlog_format=ROW
                gtid_strict_mode=ON
                session_track_system_variables=autocommit,character_set_client,character_set_connection,character_set_results,time_zone,last_gtid
                slave_net_timeout=10
                max_connections=300
                performance_schema=OFF
                innodb_buffer_pool_size=32M
                innodb_log_file_size=16M
                innodb_undo_tablespaces=0
                innodb_temp_data_file_path=ibtmp1:1M:autoextend
                innodb_autoextend_increment=1
                innodb_flush_log_at_trx_commit=0
                innodb_flush_method=fsync
                innodb_fast_shutdown=2
                sync_binlog=0
                key_buffer_size=1M
                aria_pagecache_buffer_size=4M
                !include %s
                """.formatted(
                        files.programs(),
                        files.programs().resolve("share"),
                        folder.resolve("data"),
                        folder.resolve("tmp"),
                        System.getProperty("user.name"),
                        port,
                        serverId,
                        folder.resolve("read-only.cnf"));
    }
}

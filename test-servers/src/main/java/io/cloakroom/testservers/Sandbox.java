package io.cloakroom.testservers;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * What this JVM has on the machine: a folder that goes with it, a {@link Watchdog}, and the {@link FileCache} that it
 * shares with the user's other JVMs.
 */
final class Sandbox {

    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rwx------");

    /*
     * Static, because what it stands for is there once per JVM: the watchdog's pipe ends when the JVM does, and a second
     * sandbox would be a second shell that waits for the same thing. SharedInstance rather than a holder class, so that a full
     * disk is reported each time and not once, followed by NoClassDefFoundError.
     */
    private static final SharedInstance<Sandbox> OF_THIS_JVM =
            new SharedInstance<>(Sandbox::open, sandbox -> Files.isDirectory(sandbox.folder));

    private final Path folder;
    private final FileCache cache;
    private final Watchdog watchdog;

    private Sandbox(Path home) throws IOException {
        this.folder =
                Files.createTempDirectory(home, "jvm-" + ProcessHandle.current().pid() + "-");
        this.watchdog = Watchdog.over(folder);
        this.cache = new FileCache(Files.createDirectories(home.resolve("cache")));
    }

    static Sandbox ofThisJvm() {
        return OF_THIS_JVM.get();
    }

    Watchdog watchdog() {
        return watchdog;
    }

    FileCache cache() {
        return cache;
    }

    /** Makes a new folder for a server's data. */
    Path newFolder(String prefix) {
        try {
            return Files.createTempDirectory(folder, prefix + "-");
        } catch (IOException e) {
            throw new ServerStartException(prefix, "no folder for its data can be made in " + folder, "", e);
        }
    }

    private static Sandbox open() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            throw Platform.ofThisMachine().unavailable("any server");
        }
        Path home = Path.of(
                System.getProperty("java.io.tmpdir"),
                "cloakroom-servers-" + System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_"));
        try {
            makePrivate(home);
            return new Sandbox(home.toRealPath());
        } catch (IOException e) {
            throw new ServerStartException("the servers' folder", home + " cannot be used", "", e);
        }
    }

    /** Everybody may write to the temporary folder: whoever made ours before us could plant what we execute. */
    private static void makePrivate(Path home) throws IOException {
        FileAttribute<?> permissions = PosixFilePermissions.asFileAttribute(OURS_ALONE);
        if (!Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createDirectory(home, permissions);
            } catch (FileAlreadyExistsException e) {
                // another JVM was faster, or it is no folder: the check below tells
            }
        }
        Path probe = Files.createTempFile("cloakroom-owner", "");
        try {
            if (!Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)
                    || !Files.getOwner(home).equals(Files.getOwner(probe))
                    || !Files.getPosixFilePermissions(home).equals(OURS_ALONE)) {
                throw new IOException(home + " is not a folder of this user alone (rwx------): remove it");
            }
        } finally {
            Files.delete(probe);
        }
    }
}

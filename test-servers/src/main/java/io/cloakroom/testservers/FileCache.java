package io.cloakroom.testservers;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Folders that are filled once per machine and user: unpacked binaries, initialised databases. Safe for several JVMs at
 * once: one fills, under a file lock, the others wait.
 */
final class FileCache {

    /** Fills a new, empty folder. */
    @FunctionalInterface
    interface Filler {
        void fill(Path folder) throws IOException;
    }

    private static final String MARKER = "complete";

    private final Path home;

    /** File locks are per JVM, so the threads need one more. Held while filling: the others need the result anyway. */
    private final ReentrantLock filling = new ReentrantLock();

    FileCache(Path home) {
        this.home = home;
    }

    /** Finds the folder of that name, filled and intact. */
    Path get(String name, Filler filler) {
        Path entry = home.resolve(name);
        filling.lock();
        try (FileChannel file = FileChannel.open(home.resolve(name + ".lock"), CREATE, WRITE);
                FileLock lock = file.lock()) {
            if (!lock.isValid() || !isIntact(entry)) {
                fillAnew(entry, filler);
            }
            return entry;
        } catch (IOException e) {
            throw new ServerStartException(name, "its files cannot be put into " + home, "", e);
        } finally {
            filling.unlock();
        }
    }

    /** A JVM that is killed meanwhile leaves a part folder, which the next one removes, and never half an entry. */
    private static void fillAnew(Path entry, Filler filler) throws IOException {
        Path part = entry.resolveSibling(entry.getFileName() + ".part");
        FolderTree.delete(part);
        FolderTree.delete(entry);
        filler.fill(Files.createDirectory(part));
        Files.write(part.resolve(MARKER), manifest(part));
        Files.move(part, entry, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Size and path of each file: some systems clear old files out of the temporary folder, one by one. */
    private static List<String> manifest(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> sizeOf(file) + " " + folder.relativize(file))
                    .toList();
        }
    }

    private static boolean isIntact(Path entry) throws IOException {
        Path marker = entry.resolve(MARKER);
        return Files.isRegularFile(marker)
                && Files.readAllLines(marker).stream().allMatch(line -> isAsListed(entry, line));
    }

    private static boolean isAsListed(Path entry, String line) {
        int space = line.indexOf(' ');
        Path file = entry.resolve(line.substring(space + 1));
        return Files.isRegularFile(file) && sizeOf(file) == Long.parseLong(line.substring(0, space));
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.cloakroom.testservers.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloakroom.testservers.ServerStartException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that the child JVM needs, as Maven wrote them into a resource when this module was built. Hence they are
 * those of the machine's own Maven repository, and none of them is on the class path of the tests.
 *
 * @param ours where this module's own classes are
 * @param files jars, and native libraries of several systems
 */
record ChildClassPath(Path ours, List<Path> files) {

    private static final String RESOURCE = "child.classpath";

    /** Tells whether this module was built with DynamoDB Local. */
    static boolean isBuiltIn() {
        return ChildClassPath.class.getResource(RESOURCE) != null;
    }

    static ChildClassPath read() {
        try (InputStream in = ChildClassPath.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw unusable("its class path is missing", null);
            }
            String[] entries = new String(in.readAllBytes(), UTF_8).trim().split(File.pathSeparator);
            ChildClassPath read = new ChildClassPath(
                    ownClasses(), Stream.of(entries).map(Path::of).toList());
            read.files.stream().filter(file -> !Files.exists(file)).findFirst().ifPresent(missing -> {
                throw unusable(missing + " is missing", null);
            });
            return read;
        } catch (IOException | URISyntaxException e) {
            throw unusable("its class path cannot be read", e);
        }
    }

    /** Returns what goes after {@code -cp}. */
    String jars() {
        return Stream.concat(Stream.of(ours), files.stream().filter(file -> hasSuffix(file, ".jar")))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Returns the folders of the native libraries; the JVM picks the file that suits the system by its name. */
    String nativeLibraries() {
        return files.stream()
                .filter(file -> !hasSuffix(file, ".jar"))
                .map(file -> String.valueOf(file.getParent()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean hasSuffix(Path file, String suffix) {
        return file.toString().endsWith(suffix);
    }

    private static Path ownClasses() throws URISyntaxException {
        return Path.of(ChildClassPath.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static ServerStartException unusable(String reason, @Nullable Exception cause) {
        return new ServerStartException(
                "DynamoDB Local", reason + ": build the module test-servers/dynamodb-local again", "", cause);
    }
}

package io.cloakroom.architecture;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The published libraries, resolved as the modules that they are, from the jars that the build has just made. */
final class PublishedModules {

    static final List<String> NAMES = List.of(
            "io.cloakroom.session",
            "io.cloakroom.session.redis",
            "io.cloakroom.session.dynamodb",
            "io.cloakroom.session.tck",
            "io.cloakroom.cache",
            "io.cloakroom.routing");

    /** What a library can do without, but shows in its signatures. */
    private static final List<String> OPTIONAL = List.of(
            "com.fasterxml.jackson.databind", "com.fasterxml.jackson.datatype.jsr310", "micrometer.core", "spring.tx");

    private PublishedModules() {}

    /** Resolves all modules together, with the optional ones that they can do without. */
    static Configuration resolve() {
        List<String> roots = Stream.concat(NAMES.stream(), OPTIONAL.stream()).toList();
        return ModuleLayer.boot().configuration().resolve(everything(), ModuleFinder.of(), roots);
    }

    static ModuleLayer load() {
        return ModuleLayer.boot().defineModulesWithOneLoader(resolve(), ClassLoader.getPlatformClassLoader());
    }

    private static ModuleFinder everything() {
        return ModuleFinder.of(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(PublishedModules::holdsModule)
                .toArray(Path[]::new));
    }

    private static boolean holdsModule(Path entry) {
        try {
            return !ModuleFinder.of(entry).findAll().isEmpty();
        } catch (FindException e) {
            // a jar of the test tools that cannot be a module: it is not needed here
            return false;
        }
    }
}

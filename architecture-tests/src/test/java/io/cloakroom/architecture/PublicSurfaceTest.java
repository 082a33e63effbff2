package io.cloakroom.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleReader;
import java.lang.module.ResolvedModule;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What a library shows is reviewed text: {@code src/test/surface/MODULE.txt}. A change of it is a change of a promise
 * and shows as a difference in that file. {@code -Dsurface.update=true} writes the files anew.
 */
final class PublicSurfaceTest {

    private static final Path FOLDER = Path.of("src", "test", "surface");

    @ParameterizedTest
    @FieldSource("io.cloakroom.architecture.PublishedModules#NAMES")
    void surface_isTheReviewedOne(String module) throws Exception {
        String surface = String.join("\n", surface(module)) + "\n";
        Path reviewed = FOLDER.resolve(module + ".txt");
        if (Boolean.getBoolean("surface.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(reviewed, surface);
        }

        assertThat(surface).isEqualTo(Files.readString(reviewed, StandardCharsets.UTF_8));
    }

    private static List<String> surface(String name) throws IOException, ClassNotFoundException {
        ModuleLayer layer = PublishedModules.load();
        ResolvedModule module = layer.configuration().findModule(name).orElseThrow();
        List<String> exported = module.reference().descriptor().exports().stream()
                .filter(export -> !export.isQualified())
                .map(export -> export.source())
                .toList();
        try (ModuleReader reader = module.reference().open();
                Stream<String> entries = reader.list()) {
            ClassLoader loader = layer.findLoader(name);
            return entries.filter(entry -> entry.endsWith(".class") && !entry.endsWith("-info.class"))
                    .map(entry -> entry.substring(0, entry.length() - ".class".length())
                            .replace('/', '.'))
                    .map(className -> load(loader, className))
                    .filter(type -> exported.contains(type.getPackageName()) && isVisible(type))
                    .flatMap(PublicSurfaceTest::lines)
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> lines(Class<?> type) {
        return Stream.of(
                        Stream.of(type.getName() + " : " + spell(type)),
                        Stream.<Executable>of(type.getDeclaredConstructors()).map(PublicSurfaceTest::line),
                        Stream.<Executable>of(type.getDeclaredMethods()).map(PublicSurfaceTest::line),
                        Stream.of(type.getDeclaredFields()).map(PublicSurfaceTest::line))
                .flatMap(part -> part)
                .filter(line -> !line.isEmpty());
    }

    /** JDK 25 says what is sealed, JDK 17 does not. */
    private static String spell(Class<?> type) {
        return type.toGenericString().replaceAll("\\b(non-)?sealed ", "");
    }

    private static String line(Executable member) {
        return isShown(member) ? owner(member) + member.toGenericString() : "";
    }

    private static String line(Field field) {
        return isShown(field) ? owner(field) + field.toGenericString() : "";
    }

    private static String owner(Member member) {
        return member.getDeclaringClass().getName() + " :   ";
    }

    private static boolean isShown(Member member) {
        return !member.isSynthetic() && isShown(member.getModifiers());
    }

    private static boolean isShown(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static boolean isVisible(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return !type.isAnonymousClass()
                && !type.isLocalClass()
                && isShown(type.getModifiers())
                && (outer == null || isVisible(outer));
    }

    private static Class<?> load(ClassLoader loader, String name) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name, e);
        }
    }
}

package io.cloakroom.session.codec;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The classes that may be written to and read from a session. */
final class ClassAllowList {

    private static final Pattern PACKAGE = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
            + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");

    /*
     * Values and collections only. Not java.lang as a whole (throwables, ProcessBuilder), not java.lang.invoke
     * (serialized lambdas call methods), not java.net (a URL in a hash table looks up its host).
     */
    private static final Set<String> JDK_PACKAGES = Set.of(
            "java.math",
            "java.time",
            "java.time.chrono",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.util.concurrent.locks");

    private static final Set<String> JDK_CLASSES = Set.of(
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Character",
            "java.lang.Double",
            "java.lang.Enum",
            "java.lang.Float",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Number",
            "java.lang.Object",
            "java.lang.Record",
            "java.lang.Short",
            "java.lang.String",
            "java.net.URI");

    private final List<String> prefixes;

    private ClassAllowList(List<String> prefixes) {
        this.prefixes = prefixes;
    }

    static ClassAllowList of(String... packages) {
        return new ClassAllowList(Arrays.stream(requireNonNull(packages, "packages"))
                .map(ClassAllowList::requirePackage)
                .map(name -> name + ".")
                .toList());
    }

    boolean allows(Class<?> type) {
        Class<?> element = elementType(type);
        return element.isPrimitive()
                || JDK_CLASSES.contains(element.getName())
                || JDK_PACKAGES.contains(element.getPackageName())
                || prefixes.stream().anyMatch(element.getName()::startsWith);
    }

    private static Class<?> elementType(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element;
    }

    private static String requirePackage(String name) {
        if (!PACKAGE.matcher(requireNonNull(name, "package")).matches()) {
            throw new IllegalArgumentException("a package must be named as in com.myclothes: " + name);
        }
        return name;
    }
}

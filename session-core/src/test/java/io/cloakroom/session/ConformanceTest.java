package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table in docs/conformance.md names a test for each behaviour, and the test is there. */
final class ConformanceTest {

    private static final int BEHAVIOURS = 64;
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| [^|]+ \\| ([^|]*) \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern NUMBERED = Pattern.compile("@DisplayName\\(\\s*\"([\\d, and]+):");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @Test
    void everyBehaviour_isInTheTable() throws IOException {
        assertThat(rows().keySet())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, BEHAVIOURS).boxed().toList());
        assertThat(rows().values()).noneMatch(String::isBlank);
    }

    @Test
    void everyTestInTheTable_exists() throws IOException {
        Map<String, String> sources = sources();

        rows().forEach((number, tests) -> TEST.matcher(tests)
                .results()
                .forEach(test -> assertThat(sources.getOrDefault(test.group(1), ""))
                        .as("%d: %s", number, test.group())
                        .containsPattern("\\b" + test.group(2) + "\\(")));
    }

    @Test
    void everyBehaviourOfASession_isTheNumberOfATest() throws IOException {
        Set<Integer> shown = sources().values().stream()
                .flatMap(source -> NUMBERED.matcher(source).results())
                .flatMap(name -> NUMBER.matcher(name.group(1)).results())
                .map(MatchResult::group)
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));

        // 49 is about a store with scripts
        assertThat(IntStream.rangeClosed(1, BEHAVIOURS)
                        .filter(number -> number != 49)
                        .boxed())
                .allMatch(shown::contains);
    }

    private static Map<Integer, String> rows() throws IOException {
        String table = Files.readString(ROOT.resolve("docs/conformance.md"));
        return ROW.matcher(table)
                .results()
                .collect(Collectors.toMap(
                        row -> Integer.valueOf(row.group(1)), row -> row.group(2), (one, other) -> one, TreeMap::new));
    }

    /** Returns the sources of the tests of all modules, by the name of the class. */
    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.find(ROOT, 20, (path, attributes) -> isTest(path))) {
            return files.collect(Collectors.toMap(
                    path -> path.getFileName().toString().replace(".java", ""),
                    ConformanceTest::read,
                    (one, other) -> one + other));
        }
    }

    private static boolean isTest(Path path) {
        String name = path.toString().replace('\\', '/');
        return name.endsWith(".java") && (name.contains("/src/test/") || name.contains("/session-tck/src/main/"));
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

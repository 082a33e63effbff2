package io.cloakroom.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileCacheTest {

    @TempDir
    private Path home;

    @Test
    void get_twice_fillsOnce() {
        Path first = new FileCache(home).get("coats", FileCacheTest::fill);
        Path second = new FileCache(home).get("coats", folder -> {
            throw new AssertionError("filled again");
        });
        assertThat(second).isEqualTo(first);
        assertThat(second.resolve("rack/coat")).hasContent("blue");
    }

    @Test
    void get_fileMissing_fillsAnew() throws Exception {
        Path entry = new FileCache(home).get("coats", FileCacheTest::fill);
        Files.delete(entry.resolve("rack/coat"));
        assertThat(new FileCache(home).get("coats", FileCacheTest::fill).resolve("rack/coat"))
                .hasContent("blue");
    }

    @Test
    void get_fileCutOff_fillsAnew() throws Exception {
        Path entry = new FileCache(home).get("coats", FileCacheTest::fill);
        Files.writeString(entry.resolve("rack/coat"), "bl");
        assertThat(new FileCache(home).get("coats", FileCacheTest::fill).resolve("rack/coat"))
                .hasContent("blue");
    }

    @Test
    void get_fillingFails_leavesNoEntry() {
        assertThatThrownBy(() -> new FileCache(home).get("coats", folder -> {
                    fill(folder);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOfSatisfying(
                        ServerStartException.class, e -> assertThat(e.hint()).contains("disk"));
        assertThat(home.resolve("coats")).doesNotExist();
        assertThat(new FileCache(home).get("coats", FileCacheTest::fill)).isDirectory();
    }

    @Test
    void get_severalJvmsAtOnce_oneFills() throws Exception {
        List<ChildProcess> jvms = Stream.generate(() -> ChildJvm.start(Filler.class, home.toString()))
                .limit(3)
                .toList();
        for (ChildProcess jvm : jvms) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(40))).isTrue();
            assertThat(jvm.log()).isEqualTo("has blue\n");
        }
        assertThat(home.resolve("fillings")).hasContent("filled\n");
    }

    private static void fill(Path folder) throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("rack")).resolve("coat"), "blue");
    }

    /** The child JVM: wants the entry, and notes if it is the one to fill it. */
    static final class Filler {

        private Filler() {}

        public static void main(String[] arguments) throws IOException {
            Path home = Path.of(arguments[0]);
            Path entry = new FileCache(home).get("coats", folder -> {
                Files.writeString(
                        home.resolve("fillings"), "filled\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                fill(folder);
            });
            System.out.println("has " + Files.readString(entry.resolve("rack/coat")));
        }
    }
}

package io.cloakroom.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Starts a main class of the tests in a JVM of its own. */
final class ChildJvm {

    private ChildJvm() {}

    static ChildProcess start(Class<?> main, String... arguments) {
        List<String> command = Stream.concat(
                        Stream.of(
                                ChildProcess.javaCommand().toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()),
                        Stream.of(arguments))
                .toList();
        return ChildProcess.builder("child-jvm", command).start();
    }

    /** Waits until the JVM has printed a line that begins so, and returns the rest of it. */
    static String awaitLine(ChildProcess jvm, String prefix) {
        assertThat(Poll.until(Duration.ofSeconds(40), () -> jvm.log().contains(prefix) || !jvm.isAlive()))
                .as(jvm.log())
                .isTrue();
        return jvm.log()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .map(line -> line.substring(prefix.length()))
                .orElseThrow(() -> new AssertionError(jvm.log()));
    }
}

package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.container.Container;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of an annotated listener from a class file of a web application to the filter, in Tomcat. */
@Tag("container")
final class ScannedListenerTest extends ContainerTest {

    @TempDir
    Path folder;

    ScannedListenerTest() {
        container = Container.TOMCAT;
    }

    @Test
    @DisplayName("29: a listener that the container's search for annotations finds")
    void listener_annotatedInAWebApplication_isTold() throws Exception {
        copyClassFile();
        on("/touch", (request, response) -> request.getSession());
        Instance instance = start(filter -> filter, application -> application.in(folder));

        browser.get(instance.at("/touch"));

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("of a scanned listener");
    }

    private void copyClassFile() throws IOException {
        String name = ScannedListener.class.getName().replace('.', '/') + ".class";
        Path copy = folder.resolve("WEB-INF/classes").resolve(name);
        Files.createDirectories(requireNonNull(copy.getParent()));
        try (InputStream in = ScannedListener.class.getResourceAsStream("/" + name)) {
            Files.copy(requireNonNull(in), copy);
        }
    }
}

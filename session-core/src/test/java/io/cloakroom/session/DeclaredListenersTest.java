package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.container.Application;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which listeners the filter finds by itself. */
@InEveryContainer
final class DeclaredListenersTest extends ContainerTest {

    private static final String DESCRIPTOR = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE web-app PUBLIC "-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN" "file:///not/there.dtd">
            <web-app metadata-complete="%s">
              <listener>
                <listener-class> %s </listener-class>
              </listener>
              <listener><listener-class>%s</listener-class></listener>
              <listener><listener-class>%s</listener-class></listener>
            </web-app>
            """;

    private final EventLog log = new EventLog();

    @TempDir
    Path folder;

    @BeforeEach
    void handlers() {
        on("/touch", (request, response) -> {
            Listening.to(log, request.getServletContext());
            request.getSession().setAttribute("cart", "red");
        });
    }

    @Test
    @DisplayName("29: listeners of web.xml, then annotated ones, in their order, after those of the builder")
    void listeners_declared_areFound() throws Exception {
        writeDescriptor(false);
        Instance instance = start(filter -> filter.listener(new Given()), this::withAnnotated);

        browser.get(instance.at("/touch"));

        assertThat(log.lines()).containsExactly("given", "second", "first", "annotated");
    }

    @Test
    void annotations_withMetadataComplete_areIgnored() throws Exception {
        writeDescriptor(true);
        Instance instance = start(filter -> filter, this::withAnnotated);

        browser.get(instance.at("/touch"));

        assertThat(log.lines()).containsExactly("second", "first");
    }

    @Test
    void listeners_notToBeDiscovered_areNot() throws Exception {
        writeDescriptor(false);
        Instance instance = start(filter -> filter.discoverListeners(false), this::withAnnotated);

        browser.get(instance.at("/touch"));

        assertThat(log.lines()).isEmpty();
    }

    @Test
    @DisplayName("29: an instance that the builder was given is not made a second time")
    void listener_givenAndDeclared_isToldOnce() throws Exception {
        writeDescriptor(true);
        Instance instance = start(filter -> filter.listener(new First()), application -> application.in(folder));

        browser.get(instance.at("/touch"));

        assertThat(log.lines()).containsExactly("first", "second");
    }

    @Test
    @DisplayName("29: a filter that is mapped twice finds each listener once")
    void listener_ofAFilterMappedTwice_isToldOnce() throws Exception {
        writeDescriptor(true);
        Instance instance =
                start(filter -> filter, application -> application.in(folder).mapped(2));

        browser.get(instance.at("/touch"));

        assertThat(log.lines()).containsExactly("second", "first");
    }

    @Test
    @DisplayName("29: a listener of the context adds itself when the context is initialized")
    void contextListener_addingItself_isTold() {
        Instance instance = start(
                filter -> filter,
                application -> application.starting(context -> context.addListener(new OfTheContextToo())));

        browser.get(instance.at("/touch"));

        assertThat(log.lines()).containsExactly("of the context too");
    }

    @Test
    void annotatedListeners_isAService() {
        assertThat(ServiceLoader.load(ServletContainerInitializer.class))
                .hasAtLeastOneElementOfType(AnnotatedListeners.class);
    }

    private Application withAnnotated(Application application) {
        return application
                .in(folder)
                .starting(context -> new AnnotatedListeners()
                        .onStartup(Set.of(Annotated.class, OfTheContextToo.class, String.class), context));
    }

    private void writeDescriptor(boolean complete) throws IOException {
        Path descriptor = Files.createDirectories(folder.resolve("WEB-INF")).resolve("web.xml");
        Files.writeString(
                descriptor,
                DESCRIPTOR.formatted(
                        complete, Second.class.getName(), OfTheContextToo.class.getName(), First.class.getName()));
    }

    private static void note(HttpSessionEvent event, String line) {
        ((EventLog) event.getSession().getServletContext().getAttribute("log")).note(line);
    }

    /** One that the builder is given. */
    static final class Given implements HttpSessionListener {

        @Override
        public void sessionCreated(HttpSessionEvent event) {
            note(event, "given");
        }
    }

    /** Named last in the descriptor. */
    public static final class First implements HttpSessionListener {

        @Override
        public void sessionCreated(HttpSessionEvent event) {
            note(event, "first");
        }
    }

    /** Named first in the descriptor. */
    public static final class Second implements HttpSessionListener, HttpSessionIdListener {

        @Override
        public void sessionCreated(HttpSessionEvent event) {
            note(event, "second");
        }

        @Override
        public void sessionIdChanged(HttpSessionEvent event, String oldSessionId) {
            note(event, "id changed");
        }
    }

    /** Annotated. */
    public static final class Annotated implements HttpSessionListener {

        @Override
        public void sessionCreated(HttpSessionEvent event) {
            note(event, "annotated");
        }
    }

    /** One of which there must be one instance only. */
    public static final class OfTheContextToo implements ServletContextListener, HttpSessionListener {

        @Override
        public void contextInitialized(ServletContextEvent event) {
            Sessions.addListener(event.getServletContext(), this);
        }

        @Override
        public void sessionCreated(HttpSessionEvent event) {
            note(event, "of the context too");
        }
    }
}

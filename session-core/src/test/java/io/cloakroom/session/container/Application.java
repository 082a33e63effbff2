package io.cloakroom.session.container;

import io.cloakroom.session.SessionFilter;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a container is to run: the filter, registered as an application would, and one servlet for all paths.
 *
 * @param timesMapped how often the filter is mapped to each request
 * @param sessionTimeoutMinutes as in a deployment descriptor; negative: not set
 * @param folder what a war file would hold; {@code null}: nothing
 * @param start what the application does when it starts
 */
public record Application(
        SessionFilter filter,
        HttpServlet servlet,
        boolean withErrorPage,
        int timesMapped,
        int sessionTimeoutMinutes,
        @Nullable Path folder,
        Consumer<ServletContext> start)
        implements ServletContainerInitializer {

    public static final String ERROR_PAGE = "/error";

    public static Application of(SessionFilter filter, HttpServlet servlet) {
        return new Application(filter, servlet, false, 1, -1, null, context -> {});
    }

    public Application withErrorPageHandler() {
        return new Application(filter, servlet, true, timesMapped, sessionTimeoutMinutes, folder, start);
    }

    public Application mapped(int times) {
        return new Application(filter, servlet, withErrorPage, times, sessionTimeoutMinutes, folder, start);
    }

    public Application sessionTimeout(int minutes) {
        return new Application(filter, servlet, withErrorPage, timesMapped, minutes, folder, start);
    }

    public Application in(Path war) {
        return new Application(filter, servlet, withErrorPage, timesMapped, sessionTimeoutMinutes, war, start);
    }

    public Application starting(Consumer<ServletContext> actions) {
        return new Application(filter, servlet, withErrorPage, timesMapped, sessionTimeoutMinutes, folder, actions);
    }

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        start.accept(context);
        filter.addTo(context);
        for (int extra = 1; extra < timesMapped; extra++) {
            var again = context.addFilter("again-" + extra, filter);
            again.setAsyncSupported(true);
            again.addMappingForUrlPatterns(null, true, "/*");
        }
        ServletRegistration.Dynamic registration = context.addServlet("application", servlet);
        registration.setAsyncSupported(true);
        registration.addMapping("/*");
    }
}

package io.cloakroom.session.container;

import io.cloakroom.session.SessionFilter;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.util.Set;

/**
 * What a container is to run: the filter, registered as an application would, and one servlet for all paths.
 *
 * @param timesMapped how often the filter is mapped to each request
 * @param sessionTimeoutMinutes as in a deployment descriptor; negative: not set
 */
public record Application(
        SessionFilter filter, HttpServlet servlet, boolean withErrorPage, int timesMapped, int sessionTimeoutMinutes)
        implements ServletContainerInitializer {

    public static final String ERROR_PAGE = "/error";

    public static Application of(SessionFilter filter, HttpServlet servlet) {
        return new Application(filter, servlet, false, 1, -1);
    }

    public Application withErrorPageHandler() {
        return new Application(filter, servlet, true, timesMapped, sessionTimeoutMinutes);
    }

    public Application mapped(int times) {
        return new Application(filter, servlet, withErrorPage, times, sessionTimeoutMinutes);
    }

    public Application sessionTimeout(int minutes) {
        return new Application(filter, servlet, withErrorPage, timesMapped, minutes);
    }

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
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

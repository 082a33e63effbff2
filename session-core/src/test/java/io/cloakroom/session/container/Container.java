package io.cloakroom.session.container;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;

/** The kinds of containers. */
public enum Container {
    JETTY_EE10,
    JETTY_EE11,
    TOMCAT,
    UNDERTOW;

    /** Returns those for the Servlet API that is on the class path: the build runs these tests once with each. */
    public static List<Container> available() {
        return isServlet61() ? List.of(JETTY_EE11, TOMCAT) : List.of(JETTY_EE10, TOMCAT, UNDERTOW);
    }

    public WebServer start(Application application) throws Exception {
        return switch (this) {
            case JETTY_EE10 -> new JettyEe10Server(application);
            case JETTY_EE11 -> new JettyEe11Server(application);
            case TOMCAT -> new TomcatServer(application);
            case UNDERTOW -> new UndertowServer(application);
        };
    }

    private static boolean isServlet61() {
        return Arrays.stream(HttpServletResponse.class.getMethods())
                .anyMatch(method -> method.getName().equals("sendRedirect") && method.getParameterCount() == 3);
    }
}

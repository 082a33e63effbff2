package io.cloakroom.session.container;

/** The kinds of containers. */
public enum Container {
    JETTY_EE10,
    TOMCAT,
    UNDERTOW;

    public WebServer start(Application application) throws Exception {
        return switch (this) {
            case JETTY_EE10 -> new JettyServer(application);
            case TOMCAT -> new TomcatServer(application);
            case UNDERTOW -> new UndertowServer(application);
        };
    }
}

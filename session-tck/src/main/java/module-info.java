/**
 * The tests that session stores, and sessions in servlet containers, must pass, for those who write or integrate one.
 */
@org.jspecify.annotations.NullMarked
module io.cloakroom.session.tck {
    requires static transitive org.jspecify;
    requires transitive io.cloakroom.session;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    // static: the store contract needs no servlets; whoever tests a container has them
    requires static transitive jakarta.servlet;
    requires java.net.http;

    exports io.cloakroom.session.tck;

    opens io.cloakroom.session.tck to
            org.junit.platform.commons;
}

/** HTTP sessions kept outside the web server, behind a small store interface. */
@org.jspecify.annotations.NullMarked
module io.cloakroom.session {
    requires static transitive org.jspecify;
    requires transitive jakarta.servlet;
    requires com.github.benmanes.caffeine;
    // static: for those who choose JSON
    requires static com.fasterxml.jackson.databind;
    requires static com.fasterxml.jackson.datatype.jsr310;
    // static: for those who want meters
    requires static micrometer.core;
    // the listeners of a web.xml
    requires java.xml;

    exports io.cloakroom.session;
    exports io.cloakroom.session.codec;
    exports io.cloakroom.session.codec.json;
    exports io.cloakroom.session.micrometer;
    exports io.cloakroom.session.seal;
    exports io.cloakroom.session.store;

    provides jakarta.servlet.ServletContainerInitializer with
            io.cloakroom.session.AnnotatedListeners;
}

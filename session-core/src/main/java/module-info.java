/** HTTP sessions kept outside the web server, behind a small store interface. */
@org.jspecify.annotations.NullMarked
module io.cloakroom.session {
    requires static transitive org.jspecify;
    requires transitive jakarta.servlet;
    requires com.github.benmanes.caffeine;
    // static: for those who choose JSON
    requires static com.fasterxml.jackson.databind;
    requires static com.fasterxml.jackson.datatype.jsr310;

    exports io.cloakroom.session;
    exports io.cloakroom.session.codec;
    exports io.cloakroom.session.codec.json;
    exports io.cloakroom.session.seal;
    exports io.cloakroom.session.store;
}

/** HTTP sessions kept outside the web server, behind a small store interface. */
@org.jspecify.annotations.NullMarked
module io.cloakroom.session {
    requires static transitive org.jspecify;
    requires transitive jakarta.servlet;

    exports io.cloakroom.session.store;
}

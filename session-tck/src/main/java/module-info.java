/** The tests that every session store must pass, for authors of stores. */
@org.jspecify.annotations.NullMarked
module io.cloakroom.session.tck {
    requires static transitive org.jspecify;
    requires transitive io.cloakroom.session;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;

    exports io.cloakroom.session.tck;

    opens io.cloakroom.session.tck to
            org.junit.platform.commons;
}

/** A {@code DataSource} that sends reads to replicas that are healthy and fresh enough, and all else to the primary. */
@org.jspecify.annotations.NullMarked
module io.cloakroom.routing {
    requires static transitive org.jspecify;
    requires transitive java.sql;
    // static: for those who want the servlet filter
    requires static jakarta.servlet;
    // static: for those who want meters
    requires static micrometer.core;

    exports io.cloakroom.routing;
    exports io.cloakroom.routing.micrometer;
    exports io.cloakroom.routing.servlet;
}

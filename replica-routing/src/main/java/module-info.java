/** A {@code DataSource} that sends reads to replicas that are healthy and fresh enough, and all else to the primary. */
@org.jspecify.annotations.NullMarked
module io.cloakroom.routing {
    requires static transitive org.jspecify;
    requires transitive java.sql;

    exports io.cloakroom.routing;
}

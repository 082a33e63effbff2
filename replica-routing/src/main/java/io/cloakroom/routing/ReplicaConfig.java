package io.cloakroom.routing;

import static java.util.Objects.requireNonNull;

import javax.sql.DataSource;

/**
 * A replica as the application names it.
 *
 * @param name its name
 * @param dataSource where its connections come from
 * @param traits what a selector may want to know
 */
record ReplicaConfig(String name, DataSource dataSource, ReplicaTraits traits) {

    ReplicaConfig {
        requireNonNull(dataSource, "replica");
        requireNonNull(traits, "traits");
        if (requireNonNull(name, "name").isBlank() || name.equals("primary")) {
            throw new IllegalArgumentException(
                    "the name of a replica must be new, not blank and not \"primary\": \"" + name + "\"");
        }
    }
}

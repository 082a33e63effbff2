package io.cloakroom.examples.myclothes;

import io.cloakroom.testservers.MariaDbCluster;
import io.cloakroom.testservers.MariaDbServer;
import io.cloakroom.testservers.RedisServer;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The servers that all tests of this module share, and the settings that lead to them. They end with the JVM. */
final class Servers {

    static final MariaDbCluster DATABASE = MariaDbCluster.start(1);
    static final RedisServer REDIS = RedisServer.start();

    private static final String SECRET = "a secret of the tests, long enough for the shop";

    private Servers() {}

    /** The environment of an instance on a free port that keeps its sessions in Redis. */
    static Map<String, String> environment(String instance) {
        return environment(instance, DATABASE, REDIS);
    }

    static Map<String, String> environment(String instance, MariaDbCluster database, RedisServer redis) {
        Map<String, String> environment = new HashMap<>();
        environment.put("MYCLOTHES_PORT", "0");
        environment.put("MYCLOTHES_INSTANCE", instance);
        environment.put("MYCLOTHES_INSECURE_COOKIE", "true");
        environment.put("MYCLOTHES_SECRET", SECRET);
        environment.put("MYCLOTHES_SESSIONS", "redis");
        environment.put("MYCLOTHES_REDIS", redis.uri());
        environment.put("MYCLOTHES_DB_PRIMARY", database.primary().jdbcUrl());
        environment.put(
                "MYCLOTHES_DB_REPLICAS",
                database.replicas().stream().map(MariaDbServer::jdbcUrl).collect(Collectors.joining(",")));
        environment.put("MYCLOTHES_DB_USER", database.primary().user());
        environment.put("MYCLOTHES_DB_PASSWORD", database.primary().password());
        return environment;
    }
}

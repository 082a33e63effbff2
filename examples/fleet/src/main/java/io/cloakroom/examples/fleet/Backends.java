package io.cloakroom.examples.fleet;

import static java.util.stream.Collectors.joining;

import io.cloakroom.testservers.MariaDbCluster;
import io.cloakroom.testservers.MariaDbServer;
import io.cloakroom.testservers.RedisServer;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The servers behind the shop, and how its instances are told where they are. */
final class Backends implements AutoCloseable {

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Closing closing = new Closing();

    private Backends() {}

    static Backends start(FleetOptions options, Progress progress) {
        Backends backends = new Backends();
        try {
            backends.startRedis(options.redis(), progress);
            backends.startDatabase(options.replicas(), progress);
            if (options.sessions() == SessionsIn.DYNAMODB) {
                backends.startDynamoDb(progress);
            }
            return backends;
        } catch (RuntimeException e) {
            backends.close();
            throw e;
        }
    }

    /** The environment variables that lead an instance of the shop to these servers. */
    Map<String, String> settings() {
        return settings;
    }

    @Override
    public void close() {
        closing.close();
    }

    private void startRedis(@Nullable String given, Progress progress) {
        if (given != null) {
            settings.put("MYCLOTHES_REDIS", given);
            progress.also("Redis", "the one that was given");
            return;
        }
        progress.begin("Redis");
        RedisServer redis = closing.add(RedisServer.start());
        settings.put("MYCLOTHES_REDIS", "redis://127.0.0.1:" + redis.port());
        progress.done("Redis", "127.0.0.1:" + redis.port());
    }

    private void startDatabase(int replicas, Progress progress) {
        progress.begin("MariaDB");
        MariaDbCluster cluster = closing.add(MariaDbCluster.start(replicas));
        MariaDbServer primary = cluster.primary();
        settings.put("MYCLOTHES_DB_PRIMARY", primary.jdbcUrl());
        settings.put(
                "MYCLOTHES_DB_REPLICAS",
                cluster.replicas().stream().map(MariaDbServer::jdbcUrl).collect(joining(",")));
        settings.put("MYCLOTHES_DB_USER", primary.user());
        settings.put("MYCLOTHES_DB_PASSWORD", primary.password());
        progress.done("MariaDB primary", "127.0.0.1:" + primary.port());
        cluster.replicas()
                .forEach(replica ->
                        progress.also("MariaDB replica " + (replica.serverId() - 1), "127.0.0.1:" + replica.port()));
    }

    private void startDynamoDb(Progress progress) {
        if (!DynamoDbLocal.isEnabled()) {
            throw new FleetException(
                    "DynamoDB Local was left out of this build. Start with ./myclothes --sessions dynamodb, which fetches it.",
                    null);
        }
        progress.say(
                "DynamoDB Local is free to use but not open source; its licence comes with it and is between you and AWS.");
        progress.begin("DynamoDB Local");
        DynamoDbLocal dynamoDb = closing.add(DynamoDbLocal.start());
        settings.put("MYCLOTHES_DYNAMODB_ENDPOINT", dynamoDb.endpoint().toString());
        settings.put("MYCLOTHES_DYNAMODB_REGION", "eu-central-1");
        settings.put("MYCLOTHES_DYNAMODB_TABLE", "myclothes-sessions");
        settings.put("MYCLOTHES_DYNAMODB_CREATE_TABLE", "true");
        // the SDK insists on credentials, DynamoDB Local on their form alone
        settings.put("AWS_ACCESS_KEY_ID", "local");
        settings.put("AWS_SECRET_ACCESS_KEY", "local");
        progress.done("DynamoDB Local", "127.0.0.1:" + dynamoDb.port());
    }
}

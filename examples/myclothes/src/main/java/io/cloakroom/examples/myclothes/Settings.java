package io.cloakroom.examples.myclothes;

import io.cloakroom.examples.myclothes.database.DatabaseAddress;
import io.cloakroom.examples.myclothes.startup.StartupException;
import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.SealingKey;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What can be set from outside. Each option is an environment variable and a line of a properties file as well. */
@Command(
        name = "myclothes",
        mixinStandardHelpOptions = true,
        version = "MyClothes 0.1.0",
        usageHelpAutoWidth = true,
        description = "Starts one instance of MyClothes, a shop on a stateless web tier.",
        footer = {
            "",
            "Each option is also an environment variable and a line in a properties file: --db-primary is"
                    + " MYCLOTHES_DB_PRIMARY and db-primary=... The command line wins over the environment, the"
                    + " environment over the file. Give passwords and secrets by the environment or the file: a"
                    + " command line can be read by everybody on the machine.",
            "",
            "Exit codes: 2 a setting is wrong or missing, 3 something that the shop needs does not answer."
        })
final class Settings {

    private static final int SHORTEST_SECRET = 32;

    @Option(names = "--config", paramLabel = "FILE", defaultValue = "", description = "properties file to read")
    private String config = "";

    @Option(
            names = "--address",
            paramLabel = "IP",
            defaultValue = "127.0.0.1",
            description = "address to listen on (default: ${DEFAULT-VALUE})")
    private String address = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "port to listen on, 0 for a free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            defaultValue = "myclothes-1",
            description = "name of this instance, sent in the header X-Served-By (default: ${DEFAULT-VALUE})")
    private String instance = "";

    @Option(
            names = "--sessions",
            paramLabel = "STORE",
            defaultValue = "redis",
            description =
                    "where sessions are kept: redis, dynamodb, cookie or memory; memory loses carts as soon as there is a"
                            + " second instance (default: ${DEFAULT-VALUE})")
    private String sessions = "";

    @Option(
            names = "--redis",
            paramLabel = "URI",
            defaultValue = "",
            description = "Redis for sessions and for the cache of the catalogue, such as redis://127.0.0.1:6379;"
                    + " without it the catalogue is cached in this process only")
    private String redis = "";

    @Option(
            names = "--dynamodb-endpoint",
            paramLabel = "URL",
            defaultValue = "",
            description = "DynamoDB other than that of AWS, such as http://127.0.0.1:8000")
    private String dynamoDbEndpoint = "";

    @Option(
            names = "--dynamodb-region",
            paramLabel = "REGION",
            defaultValue = "eu-central-1",
            description = "region of the table (default: ${DEFAULT-VALUE})")
    private String dynamoDbRegion = "";

    @Option(
            names = "--dynamodb-table",
            paramLabel = "TABLE",
            defaultValue = "myclothes-sessions",
            description = "table for sessions (default: ${DEFAULT-VALUE})")
    private String dynamoDbTable = "";

    @Option(
            names = "--dynamodb-create-table",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            description = "create the table if it is missing (default: ${DEFAULT-VALUE})")
    private boolean dynamoDbCreateTable;

    @Option(
            names = "--db-primary",
            paramLabel = "URL",
            defaultValue = "",
            description = "JDBC address of the primary database, such as jdbc:mariadb://127.0.0.1:3306/myclothes;"
                    + " required")
    private String dbPrimary = "";

    @Option(
            names = "--db-replicas",
            paramLabel = "URL",
            split = ",",
            defaultValue = "",
            description = "JDBC addresses of its replicas, separated by commas")
    private List<String> dbReplicas = List.of();

    @Option(names = "--db-user", paramLabel = "USER", defaultValue = "", description = "database user")
    private String dbUser = "";

    @Option(
            names = "--db-password",
            paramLabel = "PASSWORD",
            defaultValue = "",
            description = "password of the database user")
    private String dbPassword = "";

    @Option(
            names = "--insecure-cookie",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            description = "send the session cookie over plain HTTP as well: for localhost only"
                    + " (default: ${DEFAULT-VALUE})")
    private boolean insecureCookie;

    @Option(
            names = "--secret",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "protects forms against forgery; random, at least 32 characters, the same for all instances;"
                    + " required unless --sessions is memory")
    private String secret = "";

    @Option(
            names = "--sealing-keys",
            paramLabel = "ID:KEY[,...]",
            defaultValue = "",
            split = ",",
            description = "keys for --sessions cookie, the same for all instances: the first seals, all open; an id is"
                    + " 1 to 255, a key is 32 random bytes in Base64")
    private List<String> sealingKeys = List.of();

    String config() {
        return config;
    }

    String address() {
        return address;
    }

    int port() throws StartupException {
        if (port < 0 || port > 65_535) {
            throw StartupException.setting("MYCLOTHES_PORT must be from 0 to 65535: " + port);
        }
        return port;
    }

    String instance() throws StartupException {
        if (!instance.matches("[A-Za-z0-9._-]{1,40}")) {
            throw StartupException.setting(
                    "MYCLOTHES_INSTANCE must be 1 to 40 letters, digits, dots, hyphens and underscores");
        }
        return instance;
    }

    SessionKind sessions() throws StartupException {
        SessionKind kind = SessionKind.parse(sessions);
        if (kind == SessionKind.REDIS && redis.isEmpty()) {
            throw StartupException.setting("MYCLOTHES_REDIS is missing: sessions in Redis need its address, such as"
                    + " redis://127.0.0.1:6379");
        }
        return kind;
    }

    String redis() {
        return redis;
    }

    String dynamoDbEndpoint() {
        return dynamoDbEndpoint;
    }

    String dynamoDbRegion() {
        return dynamoDbRegion;
    }

    String dynamoDbTable() {
        return dynamoDbTable;
    }

    boolean dynamoDbCreateTable() {
        return dynamoDbCreateTable;
    }

    DatabaseAddress primary() throws StartupException {
        if (dbPrimary.isEmpty()) {
            throw StartupException.setting("MYCLOTHES_DB_PRIMARY is missing: give the JDBC address of the primary"
                    + " database, such as jdbc:mariadb://127.0.0.1:3306/myclothes");
        }
        return DatabaseAddress.of("MYCLOTHES_DB_PRIMARY", dbPrimary, dbUser, dbPassword);
    }

    List<DatabaseAddress> replicas() throws StartupException {
        List<DatabaseAddress> replicas = new ArrayList<>();
        for (String url : dbReplicas) {
            if (!url.isBlank()) {
                replicas.add(DatabaseAddress.of("MYCLOTHES_DB_REPLICAS", url.strip(), dbUser, dbPassword));
            }
        }
        return replicas;
    }

    boolean insecureCookie() {
        return insecureCookie;
    }

    /** The key of the form tokens; empty if the instance may make up one of its own. */
    String secret() throws StartupException {
        if (secret.isEmpty() && sessions() == SessionKind.MEMORY) {
            return "";
        }
        if (secret.length() < SHORTEST_SECRET) {
            throw StartupException.setting("MYCLOTHES_SECRET must have at least 32 characters, the same for all"
                    + " instances: make one with openssl rand -base64 32");
        }
        return secret;
    }

    /** The keys of the sealed session cookie. */
    KeyRing sealingKeys() throws StartupException {
        try {
            List<SealingKey> keys =
                    sealingKeys.stream().map(Settings::sealingKey).toList();
            return KeyRing.of(keys.get(0), keys.subList(1, keys.size()).toArray(SealingKey[]::new));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // not what was given: it may be a key
            throw StartupException.setting(
                    "MYCLOTHES_SEALING_KEYS must be such as 1:KEY, where KEY is 32 random bytes in"
                            + " Base64, the same for all instances: make one with openssl rand -base64 32");
        }
    }

    private static SealingKey sealingKey(String text) {
        String[] parts = text.strip().split(":", 2);
        return SealingKey.ofBase64(Integer.parseInt(parts[0]), parts[1]);
    }
}

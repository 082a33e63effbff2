package io.cloakroom.examples.myclothes;

import io.cloakroom.examples.myclothes.startup.StartupException;

/** Where sessions are kept. */
enum SessionKind {
    REDIS("Redis"),
    DYNAMODB("DynamoDB"),
    COOKIE("a sealed cookie"),
    MEMORY("the memory of each instance");

    private final String title;

    SessionKind(String title) {
        this.title = title;
    }

    /** What the foot of each page says. */
    String title() {
        return title;
    }

    static SessionKind parse(String text) throws StartupException {
        return switch (text) {
            case "redis" -> REDIS;
            case "dynamodb" -> DYNAMODB;
            case "memory" -> MEMORY;
            case "cookie" -> COOKIE;
            default ->
                throw StartupException.setting("MYCLOTHES_SESSIONS must be redis, dynamodb, cookie or memory: " + text);
        };
    }
}

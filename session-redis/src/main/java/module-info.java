/** Keeps HTTP sessions in Redis. */
@org.jspecify.annotations.NullMarked
module io.cloakroom.session.redis {
    requires static transitive org.jspecify;
    requires transitive io.cloakroom.session;
    requires com.github.benmanes.caffeine;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires transitive lettuce.core;

    exports io.cloakroom.session.redis;
}

/** Keeps HTTP sessions in Redis. */
@org.jspecify.annotations.NullMarked
module io.cloakroom.session.redis {
    requires static transitive org.jspecify;
    requires transitive io.cloakroom.session;
    requires io.netty.common;
    requires transitive lettuce.core;

    exports io.cloakroom.session.redis;
}

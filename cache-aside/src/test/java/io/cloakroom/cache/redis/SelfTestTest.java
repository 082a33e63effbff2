package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.cache.Source;
import io.cloakroom.testservers.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Invalidations that cannot arrive are noticed when the application starts, not by its customers. */
final class SelfTestTest {

    private final RedisServer server = RedisServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void build_userMayNotTrack_isRefusedAndSaysWhy() {
        server.execute("ACL", "SETUSER", "shop", "on", ">secret", "~*", "&*", "+@all", "-client|tracking");

        assertThatThrownBy(() -> Node.patient("redis://shop:secret@127.0.0.1:" + server.port())
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot keep caches coherent")
                .hasMessageContaining("NOPERM")
                .hasMessageNotContaining("secret");
    }

    @Test
    void create_addressCannotBeUnderstood_isRefusedWithoutQuotingThePassword() {
        assertThatThrownBy(() -> RedisTier.create("redis://shop:se cret%@127.0.0.1:6379"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageContaining("redis://")
                .hasMessageNotContaining("cret")
                .hasMessageNotContaining("shop");
    }

    @Test
    void build_userWithTheDocumentedRights_works() {
        server.execute("ACL SETUSER shop on >secret ~things:* ~{things}:* ~cloakroom:probe:* resetchannels -@all"
                .concat(" +get +mget +set +setrange +strlen +unlink +hget +hmget +hset +hdel +pexpire +pttl +time")
                .concat(" +eval +evalsha +client|tracking +hello +ping +auth")
                .split(" "));
        Source source = new Source().with("k", "value");
        RedisTierBuilder tier = Node.patient("redis://shop:secret@127.0.0.1:" + server.port());
        try (Node node = Node.start(tier, source, builder -> builder)) {

            assertThat(node.get("k")).isEqualTo("value");
            node.cache().invalidate("k");
            node.cache().clear();
            assertThat(node.cache().getAll(java.util.List.of("k", "none"))).hasSize(1);
            node.cache().put("k", "put");

            assertThat(node.get("k")).isEqualTo("put");
            assertThat(node.cache().inspect().shared().failures()).isZero();
        }
    }
}

package io.cloakroom.examples.myclothes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.testservers.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HealthTest {

    private final RedisServer redis = RedisServer.start("--appendonly", "yes");
    private final Instance instance = Instance.start(Servers.environment("h", Servers.DATABASE, redis));
    private final Shopper shopper = new Shopper();

    @AfterEach
    void close() {
        instance.close();
        redis.close();
    }

    @Test
    void ready_allAnswer_is200() {
        Page page = shopper.get(instance, "/health/ready");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("application/json");
        assertThat(page.html())
                .isEqualToIgnoringWhitespace("[{\"name\":\"sessions\",\"ready\":true},"
                        + "{\"name\":\"database\",\"ready\":true},{\"name\":\"cache\",\"ready\":true}]");
    }

    @Test
    void ready_redisGone_is503UntilItIsBack() {
        redis.kill();

        Page page = shopper.get(instance, "/health/ready");
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.html())
                .contains("{\"name\":\"sessions\",\"ready\":false}")
                .contains("{\"name\":\"database\",\"ready\":true}")
                .doesNotContain("127.0.0.1");
        assertThat(shopper.get(instance, "/health/live").status()).isEqualTo(200);

        redis.restart();
        Await.until(() -> shopper.get(instance, "/health/ready").status() == 200);
    }

    @Test
    void pages_redisFrozen_keepTheCookieAndTheCart() {
        shopper.addToCart(instance, "tee-moss-m", 2);
        String ticket = shopper.ticket();
        Shopper visitor = new Shopper();

        redis.suspend();
        Page cart = shopper.get(instance, "/cart");
        assertThat(cart.status()).isEqualTo(503);
        assertThat(cart.header("Retry-After")).isNotEmpty();
        assertThat(cart.cookies()).isEmpty();
        assertThat(cart.html()).contains("Your cart is safe.");
        assertThat(visitor.get(instance, "/").status())
                .as("who has no session needs no session store")
                .isEqualTo(200);

        redis.resume();
        Await.until(() -> shopper.get(instance, "/cart").status() == 200);
        assertThat(shopper.ticket()).isEqualTo(ticket);
        assertThat(shopper.cart(instance)).isEqualTo(Map.of("tee-moss-m", 2));
    }
}

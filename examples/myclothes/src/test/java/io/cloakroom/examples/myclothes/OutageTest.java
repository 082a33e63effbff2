package io.cloakroom.examples.myclothes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.testservers.MariaDbCluster;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What shoppers see while a database node is away. */
final class OutageTest {

    private final MariaDbCluster database = MariaDbCluster.start(1);
    private final Instance instance = Instance.start(Servers.environment("o", database, Servers.REDIS));
    private final Shopper shopper = new Shopper();

    @AfterEach
    void close() {
        instance.close();
        database.close();
    }

    @Test
    void replicaKilled_catalogueIsReadFromThePrimary() {
        database.replicas().get(0).kill();

        assertThat(shopper.get(instance, "/?q=linen").products()).hasSize(2);
    }

    @Test
    void primaryAway_shoppersCanLookAndAreToldToWait() {
        shopper.addToCart(instance, "tee-moss-m", 1);
        shopper.register(instance);
        // in its orderly way: the test servers do not write every commit to disk
        database.primary().stop();

        assertThat(shopper.get(instance, "/?category=tops").status()).isEqualTo(200);
        Page checkout = shopper.checkOut(instance);
        assertThat(checkout.status()).isEqualTo(503);
        assertThat(checkout.header("Retry-After")).isNotEmpty();
        assertThat(checkout.html()).contains("Your cart is safe.");
        assertThat(shopper.cart(instance)).isEqualTo(Map.of("tee-moss-m", 1));
        assertThat(shopper.get(instance, "/health/ready").status()).isEqualTo(503);

        database.primary().restart();
        Await.until(() -> shopper.checkOut(instance).status() == 303);
    }

    @Test
    void allNodesKilled_pagesThatNeedThemAre503() {
        database.replicas().get(0).kill();
        database.primary().kill();

        assertThat(shopper.get(instance, "/?q=linen").status()).isEqualTo(503);
        assertThat(shopper.get(instance, "/login").status()).isEqualTo(200);
    }
}

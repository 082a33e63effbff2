package io.cloakroom.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.redis.RedisSessionStore;
import io.cloakroom.testservers.RedisServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a customer with a cart sees of each thing that can happen to Redis. Never a new ticket while the store is away:
 * the old one is as good as ever when it is back.
 */
@Timeout(120)
final class RedisFaultsTest {

    private static final String HAT = "hat";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private RedisServer redis;
    private Shop shop;
    private Customer customer;

    @BeforeEach
    void fillACart() throws Exception {
        open(RedisServer.start());
    }

    private void open(RedisServer server) throws Exception {
        redis = server;
        shop = new Shop(RedisSessionStore.create(server.uri()));
        customer = Customer.withFirstItem(shop.cart(), HAT);
    }

    @AfterEach
    void close() {
        shop.close();
        redis.close();
    }

    @Test
    void frozenForTwoSeconds_isToldToComeBackAndFindsTheCart() throws Exception {
        assertSurvivesFreezeOf(Duration.ofSeconds(2));
    }

    @Test
    @Tag("long")
    void frozenForHalfAMinute_isToldToComeBackAndFindsTheCart() throws Exception {
        assertSurvivesFreezeOf(Duration.ofSeconds(30));
    }

    private void assertSurvivesFreezeOf(Duration duration) throws Exception {
        long end = System.nanoTime() + duration.toNanos();
        redis.suspend();
        while (System.nanoTime() < end) {
            assertUnavailable(customer.get(shop.cart()));
            assertUnavailable(customer.post(shop.cart(), "coat"));
        }
        redis.resume();

        awaitAnswer();

        // the coat was refused: it may be there all the same, because Redis had got the command
        assertThat(customer.items(shop.cart())).startsWith(HAT);
        assertAdded("shoes");
    }

    @Test
    void restartedWithPersistence_findsTheCart() throws Exception {
        close();
        open(RedisServer.start("--appendonly", "yes", "--appendfsync", "always"));

        redis.kill();
        assertUnavailable(customer.get(shop.cart()));
        redis.restart();
        awaitAnswer();

        assertThat(customer.items(shop.cart())).containsExactly(HAT);
        assertAdded("shoes");
    }

    @Test
    void restartedWithoutPersistence_findsAnEmptyCartAndGetsANewTicket() throws Exception {
        redis.kill();
        assertUnavailable(customer.get(shop.cart()));
        redis.restart();
        awaitAnswer();

        assertBeginsAnew();
    }

    @Test
    void flushAll_findsAnEmptyCartAndGetsANewTicket() throws Exception {
        redis.execute("FLUSHALL");

        assertBeginsAnew();
    }

    @Test
    void scriptFlush_noticesNothing() throws Exception {
        redis.execute("SCRIPT", "FLUSH");

        assertAdded("shoes");
    }

    @Test
    void outOfMemory_seesTheCartAndIsRefusedAdditions() throws Exception {
        redis.execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
        redis.execute("CONFIG", "SET", "maxmemory", "1");

        assertThat(customer.items(shop.cart())).containsExactly(HAT);
        assertUnavailable(customer.post(shop.cart(), "coat"));
        assertThat(customer.items(shop.cart())).containsExactly(HAT);

        redis.execute("CONFIG", "SET", "maxmemory", "0");
        awaitAnswer();
        assertAdded("shoes");
    }

    /** Nothing is left of the session: its ticket is worth nothing, and no other session may ever begin under it. */
    private void assertBeginsAnew() throws Exception {
        assertThat(customer.items(shop.cart())).isEmpty();

        HttpResponse<String> addition = customer.post(shop.cart(), "coat");

        assertThat(addition.statusCode()).isEqualTo(204);
        assertThat(addition.headers().firstValue("Set-Cookie").orElseThrow()).doesNotStartWith(customer.ticket());
        assertThat(customer.items(shop.cart())).isEmpty();
    }

    private void assertAdded(String item) throws Exception {
        HttpResponse<String> addition = customer.post(shop.cart(), item);

        assertThat(addition.statusCode()).isEqualTo(204);
        assertThat(addition.headers().map()).doesNotContainKey("set-cookie");
        assertThat(customer.items(shop.cart())).contains(HAT, item);
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().map()).containsKey("retry-after").doesNotContainKey("set-cookie");
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (customer.get(shop.cart()).statusCode() != 200) {
            assertThat(System.nanoTime()).as("the shop answers again").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}

package io.cloakroom.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.testservers.RedisServer;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * 2,000 additions to one cart, by 8 tabs of one browser, through three instances in JVMs of their own. None is lost,
 * also when one of the instances is killed in the middle.
 */
@Timeout(240)
final class OneCartTest {

    private static final int INSTANCES = 3;
    private static final int TABS = 8;
    private static final int ADDITIONS = 2_000;
    private static final String FIRST = "first";

    private final ExecutorService tabs = Executors.newFixedThreadPool(TABS);
    private final CountDownLatch halfWay = new CountDownLatch(ADDITIONS / 2);
    private final AtomicInteger repeated = new AtomicInteger();

    @AfterEach
    void closeTabs() {
        tabs.shutdownNow();
    }

    @Test
    @Tag("long")
    void inRedis_additionsByAllTabs_areAllThere() throws Exception {
        try (CartFleet fleet = CartFleet.start(INSTANCES, RedisServer.shared().uri())) {
            assertNothingIsLost(fleet, false);
            assertThat(repeated).as("additions that an instance refused").hasValue(0);
        }
    }

    @Test
    @Tag("long")
    void inRedis_anInstanceKilledInTheMiddle_takesNothingWithIt() throws Exception {
        try (CartFleet fleet = CartFleet.start(INSTANCES, RedisServer.shared().uri())) {
            assertNothingIsLost(fleet, true);
        }
    }

    @Test
    @Tag("long")
    @EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
    void inDynamoDb_anInstanceKilledInTheMiddle_takesNothingWithIt() throws Exception {
        URI endpoint = DynamoDbLocal.shared().endpoint();
        LabTable.create(endpoint);
        try (CartFleet fleet = CartFleet.start(INSTANCES, "dynamodb:" + endpoint)) {
            assertNothingIsLost(fleet, true);
        }
    }

    /** The counter-example: shows that the experiment sees what is lost. */
    @Test
    void inMemory_anInstanceKnowsOnlyItsOwn() throws Exception {
        try (CartFleet fleet = CartFleet.start(2, "memory")) {
            Customer customer = Customer.withFirstItem(fleet.cart(0), FIRST);

            assertThat(customer.items(fleet.cart(0))).containsExactly(FIRST);
            assertThat(customer.items(fleet.cart(1))).isEmpty();
        }
    }

    private void assertNothingIsLost(CartFleet fleet, boolean kill) throws Exception {
        Customer customer = Customer.withFirstItem(fleet.cart(0), FIRST);
        List<Future<?>> done = new ArrayList<>();
        for (int tab = 0; tab < TABS; tab++) {
            done.add(tabs.submit(additions(fleet, customer, tab)));
        }
        if (kill) {
            halfWay.await();
            fleet.kill(INSTANCES - 1);
        }
        for (Future<?> tab : done) {
            tab.get();
        }

        System.out.println(ADDITIONS + " additions, " + repeated + " of them sent once more");
        List<String> expected = new ArrayList<>(List.of(FIRST));
        for (int addition = 0; addition < ADDITIONS; addition++) {
            expected.add("item-" + addition);
        }
        assertThat(customer.items(fleet.cart(0))).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Every eighth addition, each at another instance; what was not acknowledged is sent to the next one. */
    private Callable<?> additions(CartFleet fleet, Customer customer, int tab) {
        return () -> {
            for (int addition = tab; addition < ADDITIONS; addition += TABS) {
                int instance = addition;
                while (!customer.add(fleet.cart(instance % INSTANCES), "item-" + addition)) {
                    repeated.incrementAndGet();
                    instance++;
                }
                halfWay.countDown();
            }
            return null;
        };
    }
}

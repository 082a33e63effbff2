package io.cloakroom.routing.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import io.cloakroom.routing.ReplicaRoutingDataSource;
import io.cloakroom.testservers.MariaDbCluster;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two instances of a small shop over real HTTP; the browser is sent from one to the other. */
final class ReadYourWritesFilterTest {

    private static MariaDbCluster cluster;
    private static WishShop one;
    private static WishShop other;

    private final CookieManager cookies = new CookieManager();
    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @BeforeAll
    static void start() throws Exception {
        cluster = MariaDbCluster.start(2);
        one = WishShop.start(cluster);
        other = WishShop.start(cluster);
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        cluster.close();
    }

    @BeforeEach
    void empty() {
        cluster.primary().executeAsAdmin("CREATE OR REPLACE TABLE app.wish(id INT PRIMARY KEY AUTO_INCREMENT)");
        assertThat(cluster.awaitReplicas(Duration.ofSeconds(20))).isTrue();
        cluster.pauseReplication();
    }

    @AfterEach
    void resume() {
        cluster.resumeReplication();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/redirect", "/body", "/nothing", "/error", "/forward", "/async", "/large"})
    void write_howeverItIsAnswered_isReadOnTheOtherInstance(String path) throws Exception {
        one.get(browser, path);

        assertThat(other.get(browser, "/count").body()).isEqualTo("1");
        assertThat(other.get(HttpClient.newHttpClient(), "/count").body())
                .as("somebody else's read")
                .isEqualTo("0");
    }

    @Test
    void read_setsNoCookie() throws Exception {
        HttpResponse<String> answer = one.get(browser, "/count");

        assertThat(answer.headers().allValues("set-cookie")).isEmpty();
    }

    @Test
    void cookie_hasItsAttributes() throws Exception {
        List<String> set = one.get(browser, "/redirect").headers().allValues("set-cookie");

        assertThat(set)
                .singleElement()
                .asString()
                .matches("cloakroom-writes=[A-Za-z0-9_.-]{1,200}; Path=/;" + " Max-Age=60; HttpOnly; SameSite=Lax");
    }

    @Test
    void cookie_thatWasTamperedWith_isIgnored() throws Exception {
        one.get(browser, "/redirect");
        HttpCookie cookie = cookies.getCookieStore().getCookies().get(0);
        cookie.setValue(
                cookie.getValue().substring(0, 10) + "x" + cookie.getValue().substring(11));

        assertThat(other.get(browser, "/count").body()).isEqualTo("0");
    }

    @Test
    void replicationResumed_theReadGoesToAReplicaAgain() throws Exception {
        one.get(browser, "/redirect");
        cluster.resumeReplication();
        assertThat(cluster.awaitReplicas(Duration.ofSeconds(20))).isTrue();

        boolean byReplica = false;
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!byReplica && System.nanoTime() < end) {
            assertThat(other.get(browser, "/count").body()).isEqualTo("1");
            byReplica = !other.get(browser, "/server").body().equals("1");
        }
        assertThat(byReplica).isTrue();
    }

    @Test
    void scopeOf_aRequestThatDidNotPass_isRefused() throws Exception {
        assertThat(one.get(browser, "/scope").body()).isEqualTo("a scope");
        assertThatIllegalStateException().isThrownBy(() -> WishShop.scopeOfAForeignRequest());
    }

    @Test
    void settings_outOfRange_areRefusedByName() {
        try (ReplicaRoutingDataSource dataSource =
                ReplicaRoutingDataSource.builder(new HikariDataSource()).build()) {
            byte[] key = new byte[32];
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ReadYourWritesFilter.builder(dataSource, new byte[31]))
                    .withMessageContaining("32")
                    .withMessageContaining("31");
            var builder = ReadYourWritesFilter.builder(dataSource, key);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.cookieName("a b"))
                    .withMessageContaining("cookieName");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.path("/; Domain=x"))
                    .withMessageContaining("path");
        }
    }
}

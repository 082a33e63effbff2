package io.cloakroom.examples.myclothes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same shop with its sessions in DynamoDB: nothing changes but the settings. */
@EnabledIf("isEnabled")
@Timeout(180)
final class DynamoDbTest {

    static boolean isEnabled() {
        return DynamoDbLocal.isEnabled();
    }

    @Test
    void cart_onTwoInstances_isOne() {
        try (Instance one = Instance.start(environment("d1", "true"));
                Instance two = Instance.start(environment("d2", "false"))) {
            Shopper shopper = new Shopper();
            shopper.addToCart(one, "tee-moss-m", 1);
            shopper.addToCart(two, "coat-rain-l", 1);
            String guest = shopper.ticket();

            shopper.register(one);

            assertThat(shopper.ticket()).isNotEqualTo(guest);
            assertThat(shopper.cart(two)).isEqualTo(Map.of("tee-moss-m", 1, "coat-rain-l", 1));
            assertThat(shopper.get(two, "/").html()).contains("kept in <strong>DynamoDB</strong>");
            assertThat(shopper.get(two, "/health/ready").status()).isEqualTo(200);
            assertThat(shopper.checkOut(two).status()).isEqualTo(303);
            assertThat(shopper.cart(one)).isEmpty();
        }
    }

    @Test
    void start_tableMissing_saysHowToHaveItCreated() {
        Map<String, String> environment = environment("d3", "false");
        environment.put("MYCLOTHES_DYNAMODB_TABLE", "nobody-made-this");

        assertThatThrownBy(() -> Instance.start(environment))
                .hasMessageContaining("MYCLOTHES_DYNAMODB_CREATE_TABLE=true");
    }

    private static Map<String, String> environment(String instance, String createTable) {
        Map<String, String> environment = Servers.environment(instance);
        environment.put("MYCLOTHES_SESSIONS", "dynamodb");
        environment.put(
                "MYCLOTHES_DYNAMODB_ENDPOINT", DynamoDbLocal.shared().endpoint().toString());
        environment.put("MYCLOTHES_DYNAMODB_CREATE_TABLE", createTable);
        return environment;
    }
}

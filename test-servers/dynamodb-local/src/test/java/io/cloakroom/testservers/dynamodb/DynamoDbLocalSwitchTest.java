package io.cloakroom.testservers.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
final class DynamoDbLocalSwitchTest {

    private static final String SWITCH = "cloakroom.dynamodb-local";

    private final String before = System.getProperty(SWITCH, "true");

    @AfterEach
    void restore() {
        System.setProperty(SWITCH, before);
    }

    @Test
    void isEnabled_propertyFalse_isFalseAndNothingStarts() {
        System.setProperty(SWITCH, "false");
        assertThat(DynamoDbLocal.isEnabled()).isFalse();
        assertThatThrownBy(DynamoDbLocal::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(SWITCH);
    }

    @Test
    void isEnabled_propertyAbsent_isAsThisModuleWasBuilt() {
        boolean builtIn = !before.equals("false");
        System.clearProperty(SWITCH);
        assertThat(DynamoDbLocal.isEnabled()).isEqualTo(builtIn);
    }
}

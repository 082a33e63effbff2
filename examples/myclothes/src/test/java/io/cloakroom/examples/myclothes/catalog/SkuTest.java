package io.cloakroom.examples.myclothes.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SkuTest {

    @Test
    void productCode_isAllButTheSize() {
        assertThat(new Sku("shirt-oxford-xl").productCode()).isEqualTo("shirt-oxford");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shirt", "shirt-", "-m", "Shirt-m", "shirt_m", "../m", "a-b-c-d-e", "shirt-m\n"})
    void parse_otherForm_isEmpty(String text) {
        assertThat(Sku.parse(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new Sku(text));
    }
}

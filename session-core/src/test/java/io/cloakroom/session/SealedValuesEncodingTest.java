package io.cloakroom.session;

import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.SealingKey;

/** {@link EncodingTest} with sealed attribute values. */
@InEveryContainer
final class SealedValuesEncodingTest extends EncodingTest {

    private final KeyRing keys = KeyRing.of(SealingKey.random(1));

    @Override
    SessionFilterBuilder newFilter() {
        return super.newFilter().seal(keys);
    }
}

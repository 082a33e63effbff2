package io.cloakroom.session;

import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.SealingKey;

/** {@link IdentityTest} with sealed attribute values. */
@InEveryContainer
final class SealedValuesIdentityTest extends IdentityTest {

    private final KeyRing keys = KeyRing.of(SealingKey.random(1));

    @Override
    SessionFilterBuilder newFilter() {
        return super.newFilter().seal(keys);
    }
}

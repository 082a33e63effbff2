package io.cloakroom.session;

import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.SealingKey;

/** {@link SessionAdministrationTest} with sealed attribute values: listeners of ended sessions read them. */
@InEveryContainer
final class SealedValuesAdministrationTest extends SessionAdministrationTest {

    private final KeyRing keys = KeyRing.of(SealingKey.random(1));

    @Override
    SessionFilterBuilder newFilter() {
        return super.newFilter().seal(keys);
    }
}

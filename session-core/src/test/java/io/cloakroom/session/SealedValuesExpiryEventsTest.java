package io.cloakroom.session;

import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.SealingKey;

/** {@link ExpiryEventsTest} with sealed attribute values: they are opened for the listeners. */
@InEveryContainer
final class SealedValuesExpiryEventsTest extends ExpiryEventsTest {

    private final KeyRing keys = KeyRing.of(SealingKey.random(1));

    @Override
    SessionFilterBuilder newFilter() {
        return super.newFilter().seal(keys);
    }
}

package io.cloakroom.session;

import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.SealingKey;

/** {@link DispatchTest} with sessions in sealed cookies. */
@InEveryContainer
final class SealedCookieDispatchTest extends DispatchTest {

    private final KeyRing keys = KeyRing.of(SealingKey.random(1));

    @Override
    SessionFilterBuilder newFilter() {
        return SessionFilter.sealedCookie(keys);
    }

    @Override
    void assertStoreCalls(String... calls) {
        super.assertStoreCalls();
    }
}

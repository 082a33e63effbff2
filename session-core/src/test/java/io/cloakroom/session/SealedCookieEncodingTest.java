package io.cloakroom.session;

import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.SealingKey;

/** {@link EncodingTest} with sessions in sealed cookies. */
@InEveryContainer
final class SealedCookieEncodingTest extends EncodingTest {

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

package io.cloakroom.session.tck;

import java.time.InstantSource;

/** A correct store that goes by the system's clock and has no outage passes the contract. */
class SystemClockTest extends SessionStoreContract {

    @Override
    protected StoreUnderTest store() {
        return StoreUnderTest.of(new MapSessionStore(InstantSource.system())).largestValue(10_000);
    }
}

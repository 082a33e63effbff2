package io.cloakroom.session.tck;

import io.cloakroom.session.store.InMemorySessionStore;

/** The store of session-core passes the contract, every capability included. */
class InMemorySessionStoreContractTest extends SessionStoreContract {

    @Override
    protected StoreUnderTest store() {
        ManualClock clock = ManualClock.startingNow();
        return StoreUnderTest.of(InMemorySessionStore.create(10_000, clock)).clock(clock);
    }
}

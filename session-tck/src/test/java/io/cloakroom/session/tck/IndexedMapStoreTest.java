package io.cloakroom.session.tck;

/** A correct store with every capability passes the contract. */
class IndexedMapStoreTest extends SessionStoreContract {

    @Override
    protected StoreUnderTest store() {
        ManualClock clock = ManualClock.startingNow();
        IndexedMapStore store = new IndexedMapStore(clock);
        return StoreUnderTest.of(store).clock(clock).outage(store::goDown, store::comeBack);
    }
}

package io.cloakroom.session.tck;

/** A correct store passes the contract. */
class MapSessionStoreTest extends SessionStoreContract {

    @Override
    protected StoreUnderTest store() {
        ManualClock clock = ManualClock.startingNow();
        MapSessionStore store = new MapSessionStore(clock);
        return StoreUnderTest.of(store).clock(clock).outage(store::goDown, store::comeBack);
    }
}

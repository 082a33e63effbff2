package io.cloakroom.session.tck;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * The tests that every {@link io.cloakroom.session.store.SessionStore} must pass. The author of a store extends this
 * class in a test, says how to open the store, and runs it with JUnit Jupiter:
 *
 * <pre>{@code
 * class MySessionStoreTest extends SessionStoreContract {
 *
 *     @Override
 *     protected StoreUnderTest store() {
 *         ManualClock clock = ManualClock.startingNow();
 *         return StoreUnderTest.of(new MySessionStore(clock)).clock(clock);
 *     }
 * }
 * }</pre>
 *
 * <p>A store that implements {@link io.cloakroom.session.store.PrincipalIndex},
 * {@link io.cloakroom.session.store.SessionLimit} or {@link io.cloakroom.session.store.ExpiryEvents} is tested for that
 * as well, and so must its peer be; one that does not has nothing to show there.
 *
 * <p>Keys are random, so the data may be shared by tests and left behind. Each test opens a store and closes it.
 */
public abstract class SessionStoreContract {

    private StoreUnderTest underTest;

    /** Creates the tests; JUnit does so once per test. */
    protected SessionStoreContract() {}

    /**
     * Opens the store that one test uses. Called before each test.
     *
     * @return the store and what the kit may do with it
     * @throws Exception if it cannot be opened; the test fails
     */
    protected abstract StoreUnderTest store() throws Exception;

    @BeforeEach
    final void openStore() throws Exception {
        underTest = store();
    }

    @AfterEach
    final void closeStore() {
        underTest.close();
    }

    @Nested
    class Creating extends CreateContract {
        @Override
        StoreUnderTest underTest() {
            return underTest;
        }
    }

    @Nested
    class Saving extends SaveContract {
        @Override
        StoreUnderTest underTest() {
            return underTest;
        }
    }

    @Nested
    class Keeping extends ValueContract {
        @Override
        StoreUnderTest underTest() {
            return underTest;
        }
    }

    @Nested
    class Expiring extends ExpiryContract {
        @Override
        StoreUnderTest underTest() {
            return underTest;
        }
    }

    @Nested
    class Deleting extends DeleteContract {
        @Override
        StoreUnderTest underTest() {
            return underTest;
        }
    }

    @Nested
    class ChangingTheId extends IdChangeContract {
        @Override
        StoreUnderTest underTest() {
            return underTest;
        }
    }

    @Nested
    class Touching extends TouchContract {
        @Override
        StoreUnderTest underTest() {
            return underTest;
        }
    }

    @Nested
    class Racing extends RaceContract {
        @Override
        StoreUnderTest underTest() {
            return underTest;
        }
    }

    @Nested
    class FindingByPrincipal extends PrincipalIndexContract {
        @Override
        StoreUnderTest underTest() {
            return underTest;
        }
    }

    @Nested
    class FindingInRaces extends PrincipalRaceContract {
        @Override
        StoreUnderTest underTest() {
            return underTest;
        }
    }

    @Nested
    class Limiting extends SessionLimitContract {
        @Override
        StoreUnderTest underTest() {
            return underTest;
        }
    }

    @Nested
    class TellingExpiry extends ExpiryEventsContract {
        @Override
        StoreUnderTest underTest() {
            return underTest;
        }
    }

    @Nested
    class Failing extends OutageContract {
        @Override
        StoreUnderTest underTest() {
            return underTest;
        }
    }
}

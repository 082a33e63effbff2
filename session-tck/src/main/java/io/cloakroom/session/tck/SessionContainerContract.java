package io.cloakroom.session.tck;

import io.cloakroom.session.store.InMemorySessionStore;
import io.cloakroom.session.store.SessionStore;
import jakarta.servlet.http.HttpServlet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * The tests that sessions must pass in a servlet container, over HTTP and with two instances. Whoever integrates the
 * filter into a framework or a container extends this class in a test, says how to start an instance, and runs it with
 * JUnit Jupiter:
 *
 * <pre>{@code
 * class MyServerSessionsTest extends SessionContainerContract {
 *
 *     @Override
 *     protected RunningContainer start(SessionStore store, HttpServlet application) {
 *         return MyServer.start(SessionFilter.create(store), application);
 *     }
 * }
 * }</pre>
 *
 * The numbers in the names of the tests are those of the list of behaviours in the documentation of the project.
 */
public abstract class SessionContainerContract {

    private Fleet fleet;

    /** Creates the tests; JUnit does so once per test. */
    protected SessionContainerContract() {}

    /**
     * Starts an instance that listens on a free port of the loopback interface, speaks plain HTTP and keeps its
     * sessions in a store. Called twice before each test, with the same arguments.
     *
     * @param store the store, which the other instance has too; the kit closes it
     * @param application a servlet, to be mapped to {@code /*} in the root context and to support asynchronous requests
     * @return the running instance
     * @throws Exception if it does not start; the test fails
     */
    protected abstract RunningContainer start(SessionStore store, HttpServlet application) throws Exception;

    /**
     * Opens the store that both instances share; called before each test. The default is a new store in memory. Who
     * overrides this runs the whole path, from the browser to a server.
     *
     * @return the store, which the kit closes
     * @throws Exception if it cannot be opened; the test fails
     */
    protected SessionStore openStore() throws Exception {
        return InMemorySessionStore.create();
    }

    @BeforeEach
    final void startFleet() throws Exception {
        fleet = Fleet.start(openStore(), this::start);
    }

    @AfterEach
    final void stopFleet() throws Exception {
        fleet.stop();
    }

    @Nested
    class Living extends ContainerLifeCycleContract {
        @Override
        Fleet fleet() {
            return fleet;
        }
    }

    @Nested
    class Identifying extends ContainerIdentityContract {
        @Override
        Fleet fleet() {
            return fleet;
        }
    }

    @Nested
    class Committing extends ContainerCommitContract {
        @Override
        Fleet fleet() {
            return fleet;
        }
    }

    @Nested
    class Sharing extends ContainerConcurrencyContract {
        @Override
        Fleet fleet() {
            return fleet;
        }
    }

    @Nested
    class Failing extends ContainerOutageContract {
        @Override
        Fleet fleet() {
            return fleet;
        }
    }
}

package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class RoutingTest {

    @Test
    void scopes_nest_theInnerOneWins() {
        ConsistencyScope user = ConsistencyScope.create();

        Routing.readOnly(() -> {
            Routing.within(user, () -> {
                assertThat(Routing.current()).isEqualTo(new Routing.Scope(Route.REPLICA, user, false));
                Routing.primary(
                        () -> assertThat(Routing.current()).isEqualTo(new Routing.Scope(Route.PRIMARY, user, false)));
                assertThat(Routing.current().route()).isEqualTo(Route.REPLICA);
            });
            assertThat(Routing.current().consistency()).isNull();
        });

        assertThat(Routing.current()).isEqualTo(Routing.Scope.NONE);
    }

    @Test
    void work_thatThrows_leavesNoScopeBehind() {
        assertThatThrownBy(() -> Routing.readOnly(() -> {
                    throw new IOException("disk");
                }))
                .isInstanceOf(IOException.class);

        assertThat(Routing.current()).isEqualTo(Routing.Scope.NONE);
    }

    @Test
    void checkedException_isThatOfTheWork() throws IOException {
        String text = Routing.primary(() -> readFile());

        assertThat(text).isEqualTo("text");
    }

    @Test
    void work_withoutCheckedException_needsNoCatch() {
        int number = Routing.readOnly(() -> 42);

        assertThat(number).isEqualTo(42);
    }

    @Test
    void scope_isNotSeenByOtherThreads_andWorksOnNewOnes() throws Exception {
        AtomicReference<Routing.Scope> outside = new AtomicReference<>();
        AtomicReference<Routing.Scope> inside = new AtomicReference<>();

        Routing.readOnly(() -> {
            Thread other = newThread(() -> {
                outside.set(Routing.current());
                Routing.primary(() -> inside.set(Routing.current()));
            });
            other.join();
        });

        assertThat(outside.get()).isEqualTo(Routing.Scope.NONE);
        assertThat(inside.get()).isEqualTo(new Routing.Scope(Route.PRIMARY, null, false));
    }

    private static String readFile() throws IOException {
        if (Routing.current().route() != Route.PRIMARY) {
            throw new IOException("outside of the scope");
        }
        return "text";
    }

    /** A virtual thread where the JDK has them. */
    private static Thread newThread(Runnable work) throws ReflectiveOperationException {
        if (Runtime.version().feature() >= 21) {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
        }
        Thread thread = new Thread(work);
        thread.start();
        return thread;
    }
}

package io.cloakroom.session.tck;

import static io.cloakroom.session.store.AttributeChange.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A store that cannot tell says so; it never says that there is no session. */
abstract class OutageContract extends StoreBehaviour {

    @TestFactory
    Stream<DynamicTest> operation_duringAnOutage_isUnavailable() {
        return underTest().outage().stream()
                .flatMap(outage -> operations().entrySet().stream()
                        .map(operation -> dynamicTest(
                                operation.getKey(), () -> assertUnavailable(outage, operation.getValue()))));
    }

    @TestFactory
    Stream<DynamicTest> touch_duringAnOutage_throwsNothing() {
        return underTest().outage().stream()
                .map(outage -> dynamicTest("touch", () -> {
                    StoreKey key = created();
                    SessionAccess access = new SessionAccess(now(), now().plus(LIFE));
                    during(outage, () -> store().touch(key, 1, access));
                    assertBack(key);
                }));
    }

    @Test
    void close_twice_isHarmless() {
        store().close();
        store().close();

        assertThat(store()).isNotNull();
    }

    private Map<String, BiConsumer<SessionStore, StoreKey>> operations() {
        SessionChanges changes = delta(1).put("cart", value("hat"), ANY).build();
        SessionRecord record = newSession();
        Map<String, BiConsumer<SessionStore, StoreKey>> operations = new LinkedHashMap<>();
        operations.put("load", SessionStore::load);
        operations.put("create", (store, key) -> store.create(newKey(), record));
        operations.put("save", (store, key) -> store.save(key, changes));
        operations.put("changeId", (store, key) -> store.changeId(key, newKey(), changes));
        operations.put("delete", (store, key) -> store.delete(key, 1));
        return operations;
    }

    private void assertUnavailable(StoreUnderTest.Outage outage, BiConsumer<SessionStore, StoreKey> operation)
            throws Exception {
        StoreKey key = created();
        StoreKey bystander = created();
        during(
                outage,
                () -> assertThatExceptionOfType(SessionStoreUnavailableException.class)
                        .isThrownBy(() -> operation.accept(store(), key))
                        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(key.value())));
        assertBack(bystander);
    }

    private static void during(StoreUnderTest.Outage outage, StoreUnderTest.Step step) throws Exception {
        outage.begin().run();
        try {
            step.run();
        } finally {
            outage.end().run();
        }
    }

    /** Soon after the outage the same instance finds what was there before. */
    private void assertBack(StoreKey key) {
        eventually("the store is back", () -> {
            try {
                assertThat(store().load(key)).isInstanceOf(Found.class);
                return true;
            } catch (SessionStoreUnavailableException e) {
                return false;
            }
        });
    }
}

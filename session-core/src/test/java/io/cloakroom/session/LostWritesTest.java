package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.InMemorySessionStore;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.StoreKey;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A store that has lost acknowledged writes, as one that has failed over to a replica that lagged behind. */
@InEveryContainer
final class LostWritesTest extends ContainerTest {

    private static final Pattern ID = Pattern.compile("^[A-Za-z0-9_-]{43}");

    private final SessionStore lagging = InMemorySessionStore.create(1_000, clock);
    private final List<Long> lost = new ArrayList<>();
    private SessionStore current = store;

    @Override
    SessionFilterBuilder newFilter() {
        return SessionFilter.builder(current).detectLostWrites(true).events(new SessionEvents() {
            @Override
            public void lostWrites(long versions) {
                lost.add(versions);
            }
        });
    }

    @Test
    void load_ofAnOlderVersionThanTheClientHasSeen_isReported() {
        Instance primary = start();
        browser.get(primary.at("/set?first"));
        SessionRecord replicated = stored();
        browser.get(primary.at("/set?second"));
        browser.get(primary.at("/set?third"));
        Instance afterFailOver = onTheReplica(replicated);

        assertThat(browser.get(afterFailOver.at("/show")).body()).isEqualTo("first");

        assertThat(lost).containsExactly(2L);
    }

    @Test
    void load_ofWhatTheClientHasSeen_isNot() {
        Instance primary = start();
        browser.get(primary.at("/set?first"));
        browser.get(primary.at("/set?second"));
        Instance afterFailOver = onTheReplica(stored());

        assertThat(browser.get(afterFailOver.at("/show")).body()).isEqualTo("second");

        assertThat(lost).isEmpty();
    }

    @Test
    void cookie_isSentAgainOnlyWithANewVersion() {
        Instance instance = start();

        assertThat(browser.setCookies(browser.get(instance.at("/set?first")))).hasSize(1);
        assertThat(requireNonNull(browser.ticket())).hasSize(45).endsWith(".1");
        assertThat(browser.setCookies(browser.get(instance.at("/show")))).isEmpty();
        assertThat(browser.setCookies(browser.get(instance.at("/set?second")))).hasSize(1);
        assertThat(browser.ticket()).endsWith(".2");
    }

    @Test
    void tickets_withAndWithoutVersion_areUnderstoodByBothKinds() {
        Instance detecting = start();
        browser.get(detecting.at("/set?first"));
        Browser other = Browser.withDefaultCookie().holding(id());

        assertThat(other.get(detecting.at("/show")).body()).isEqualTo("first");
        Instance plain = start(filter -> filter.detectLostWrites(false));
        assertThat(other.get(plain.at("/show")).body()).isEqualTo("first");
        assertThat(browser.get(plain.at("/show")).body()).isEqualTo("first");
    }

    @Test
    void ticket_withSomethingElseThanAVersion_costsNothing() {
        Instance instance = start();
        browser.get(instance.at("/set?first"));
        String id = id();
        store.forget();

        for (String hostile : List.of(id + ".", id + ".x", id + ".-1", id + ".1.1", id + "." + "9".repeat(19), ".1")) {
            Browser attacker = Browser.withDefaultCookie().holding(hostile);
            assertThat(attacker.get(instance.at("/show")).body()).isEqualTo("no session");
        }

        assertStoreCalls();
    }

    private Instance onTheReplica(SessionRecord replicated) {
        lagging.create(StoreKey.ofSessionId(id()), replicated);
        current = lagging;
        return start();
    }

    private SessionRecord stored() {
        return ((Found) store.load(StoreKey.ofSessionId(id()))).record();
    }

    private String id() {
        return ID.matcher(requireNonNull(browser.ticket()))
                .results()
                .findFirst()
                .orElseThrow()
                .group();
    }
}

package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cloakroom.session.store.SessionStoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the filter reports of itself. */
final class EventsTest extends ContainerTest {

    private static final String UNKNOWN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopq";

    private final Recorded events = new Recorded();

    EventsTest() {
        on("/login", (request, response) -> request.changeSessionId());
        on(
                "/count",
                (request, response) -> response.getWriter()
                        .print(Sessions.update(request, "count", Integer.class, () -> 0, count -> count + 1)));
    }

    @Test
    void events_ofASession_tellWhatWasReadAndWritten() {
        Instance instance = start(filter -> filter.events(events));

        browser.get(instance.at("/set?red"));
        browser.get(instance.at("/show"));
        browser.get(instance.at("/set?blue"));
        browser.get(instance.at("/login"));
        browser.get(instance.at("/invalidate"));

        assertThat(events.lines)
                .containsExactly(
                        "CREATE of some bytes",
                        "found some bytes",
                        "found some bytes",
                        "SAVE of some bytes",
                        "found some bytes",
                        "CHANGE_ID of 0 bytes",
                        "found some bytes",
                        "END of 0 bytes");
    }

    @Test
    void events_ofTicketsThatLeadNowhere_tellWhetherTheStoreWasAsked() {
        Instance instance = start(filter -> filter.events(events));

        browser.holding(UNKNOWN).get(instance.at("/show"));
        browser.holding("malformed").get(instance.at("/show"));

        assertThat(events.lines).containsExactly("not found 0 bytes", "refused a ticket");
    }

    @Test
    void events_ofAnOvertakenUpdate_tellTheConflict() {
        Instance instance = start(filter -> filter.events(events));
        browser.get(instance.at("/count"));
        Browser other = Browser.withDefaultCookie().holding(browser.ticket());
        Instance unobserved = start();
        store.beforeNextWrite(() -> other.get(unobserved.at("/count")));
        events.lines.clear();

        assertThat(browser.get(instance.at("/count")).body()).isEqualTo("3");

        assertThat(events.lines).containsExactly("found some bytes", "conflict", "SAVE of some bytes");
    }

    @Test
    void events_ofAMerge_tellTheConflictAndTheMerge() {
        ThreeWayMerge<String> concatenation = (base, mine, theirs) -> theirs + "+" + mine;
        Instance instance = start(
                filter -> filter.events(events).onConflict("cart", ConflictPolicy.merge(String.class, concatenation)));
        browser.get(instance.at("/set?red"));
        Browser other = Browser.withDefaultCookie().holding(browser.ticket());
        Instance unobserved = start();
        store.beforeNextWrite(() -> other.get(unobserved.at("/set?green")));
        events.lines.clear();

        browser.get(instance.at("/set?blue"));

        assertThat(events.lines).containsExactly("found some bytes", "conflict", "SAVE of some bytes", "merged");
        assertThat(browser.get(unobserved.at("/show")).body()).isEqualTo("green+blue");
    }

    @Test
    void events_ofASaveAfterALogOut_tellThatItWasLost() {
        Instance instance = start(filter -> filter.events(events));
        browser.get(instance.at("/set?red"));
        Browser other = Browser.withDefaultCookie().holding(browser.ticket());
        Instance unobserved = start();
        store.beforeNextWrite(() -> other.get(unobserved.at("/invalidate")));
        events.lines.clear();

        browser.get(instance.at("/set?blue"));

        assertThat(events.lines).containsExactly("found some bytes", "ended meanwhile");
    }

    @Test
    void events_ofAnAttributeThatCannotBeDecoded_nameIt() {
        on("/cart", (request, response) -> request.getSession().setAttribute("cart", new Cart().add("hat")));
        Instance instance = start(filter -> filter.events(events));
        browser.get(
                start(filter -> filter.allowPackages("io.cloakroom.session")).at("/cart"));

        browser.get(instance.at("/show"));

        assertThat(events.lines).containsExactly("found some bytes", "set aside cart");
    }

    @Test
    void events_ofAStoreThatDoesNotAnswer_tellWhatItWasAsked() {
        Instance instance = start(filter -> filter.events(events));
        browser.get(instance.at("/set?red"));
        events.lines.clear();

        store.cutOff(true);
        browser.get(instance.at("/show"));
        Browser.withDefaultCookie().get(instance.at("/set?blue"));

        // each several times: within its budget a request tries again
        assertThat(events.lines.stream().distinct()).containsExactly("LOAD unavailable", "CREATE unavailable");
    }

    @Test
    void events_ofAShortBlip_tellOfEachTry() {
        Instance instance = start(filter -> filter.events(events));
        browser.get(instance.at("/set?red"));
        events.lines.clear();

        store.refuse(2);
        browser.get(instance.at("/show"));

        assertThat(events.lines).containsExactly("LOAD unavailable", "LOAD unavailable", "found some bytes");
    }

    @Test
    void events_ofUsers_tellWhoEndedTheirSessions() {
        on("/log-in", (request, response) -> {
            try {
                Sessions.logIn(request, "anna");
            } catch (TooManySessionsException e) {
                response.getWriter().print(e.max());
            }
        });
        Instance oldest =
                start(filter -> filter.events(events).maxSessionsPerPrincipal(1, SessionLimitPolicy.END_OLDEST));
        Instance reject = start(filter -> filter.events(events).maxSessionsPerPrincipal(1, SessionLimitPolicy.REJECT));

        browser.get(oldest.at("/log-in"));
        Browser.withDefaultCookie().get(oldest.at("/log-in"));
        Browser.withDefaultCookie().get(reject.at("/log-in"));
        oldest.filter().administration().endAll("anna");
        store.cutOff(true);
        assertThatExceptionOfType(SessionStoreUnavailableException.class)
                .isThrownBy(() -> oldest.filter().administration().find("anna"));
        Browser.withDefaultCookie().get(reject.at("/log-in"));

        assertThat(events.lines.stream().distinct())
                .containsExactly(
                        "CREATE of 0 bytes",
                        "ended by limit",
                        "rejected",
                        "ended by administration",
                        "FIND unavailable",
                        "RESERVE unavailable");
    }

    @Test
    void events_throwing_doNoHarm() {
        SessionEvents failing = new SessionEvents() {
            @Override
            public void loaded(boolean found, long bytes, Duration took) {
                throw new IllegalStateException("loaded");
            }
        };
        Instance instance = start(filter -> filter.events(failing).events(events));
        browser.get(instance.at("/set?red"));

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");

        assertThat(events.lines).containsExactly("CREATE of some bytes", "found some bytes");
    }

    @Test
    void events_ofAnySession_holdNoTicket() {
        Instance instance = start(filter -> filter.events(events));
        browser.get(instance.at("/set?red"));
        browser.get(instance.at("/show"));

        assertThat(events.lines).isNotEmpty().noneMatch(line -> line.contains(requireNonNull(browser.ticket())));
    }

    /** Notes every event in words. */
    private static final class Recorded implements SessionEvents {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void loaded(boolean found, long bytes, Duration took) {
            assertThat(took).isPositive();
            lines.add((found ? "found " : "not found ") + some(bytes));
        }

        @Override
        public void written(SessionOperation operation, long bytes, Duration took) {
            assertThat(took).isPositive();
            lines.add(operation + " of " + some(bytes));
        }

        @Override
        public void conflicted() {
            lines.add("conflict");
        }

        @Override
        public void merged() {
            lines.add("merged");
        }

        @Override
        public void endedMeanwhile() {
            lines.add("ended meanwhile");
        }

        @Override
        public void endedByAdministration() {
            lines.add("ended by administration");
        }

        @Override
        public void endedByLimit() {
            lines.add("ended by limit");
        }

        @Override
        public void logInRejected() {
            lines.add("rejected");
        }

        @Override
        public void setAside(String name) {
            lines.add("set aside " + name);
        }

        @Override
        public void refusedTicket() {
            lines.add("refused a ticket");
        }

        @Override
        public void unavailable(SessionOperation operation, Duration took) {
            lines.add(operation + " unavailable");
        }

        private static String some(long bytes) {
            return (bytes == 0 ? "0" : "some") + " bytes";
        }
    }
}

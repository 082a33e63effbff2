package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@InEveryContainer
final class TicketInHeaderTest extends ContainerTest {

    private static final String HEADER = "X-Session-Ticket";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Override
    SessionFilterBuilder newFilter() {
        return super.newFilter().header(HEADER);
    }

    @BeforeEach
    void logIn() {
        on("/login", (request, response) -> request.changeSessionId());
        on(
                "/source",
                (request, response) -> response.getWriter()
                        .print(request.getRequestedSessionId()
                                + " " + request.isRequestedSessionIdValid()
                                + " " + request.isRequestedSessionIdFromCookie()));
    }

    @Test
    void ticket_isGivenInTheHeader_andTakenFromIt() throws Exception {
        Instance first = start();
        HttpResponse<String> given = get(first, "/set?red");
        String ticket = ticket(given);

        assertThat(ticket).hasSize(43);
        assertThat(given.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(given.headers().allValues("Cache-Control")).contains("no-store");
        assertThat(given.headers().allValues("Vary")).contains(HEADER);
        HttpResponse<String> taken = get(start(), "/show", ticket);
        assertThat(taken.body()).isEqualTo("red");
        assertThat(taken.headers().allValues(HEADER)).isEmpty();
        assertThat(get(first, "/source", ticket).body()).isEqualTo(ticket + " true false");
    }

    @Test
    void ticket_inACookie_isNotLookedAt() throws Exception {
        Instance instance = start();
        String ticket = ticket(get(instance, "/set?red"));

        assertThat(browser.holding(ticket).get(instance.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    void changeSessionId_givesANewTicket() throws Exception {
        Instance instance = start();
        String before = ticket(get(instance, "/set?red"));

        String after = ticket(get(instance, "/login", before));

        assertThat(after).hasSize(43).isNotEqualTo(before);
        assertThat(get(instance, "/show", after).body()).isEqualTo("red");
        assertThat(get(instance, "/show", before).body()).isEqualTo("no session");
    }

    @Test
    void invalidate_tellsTheClientToForget() throws Exception {
        Instance instance = start();
        String ticket = ticket(get(instance, "/set?red"));

        assertThat(ticket(get(instance, "/invalidate", ticket))).isEmpty();

        assertThat(get(instance, "/show", ticket).body()).isEqualTo("no session");
    }

    @Test
    void tickets_malformedOrOfTwoSessions_areNone() throws Exception {
        Instance instance = start();
        String one = ticket(get(instance, "/set?red"));
        String other = ticket(get(instance, "/set?blue"));
        store.forget();

        for (String malformed : new String[] {"", " ", "x", one + "x", one + "," + one, "A".repeat(4000)}) {
            assertThat(get(instance, "/show", malformed).body()).isEqualTo("no session");
        }
        assertStoreCalls();
        assertThat(get(instance, "/show", one, other).body()).isEqualTo("no session");
    }

    private static String ticket(HttpResponse<String> response) {
        List<String> values = response.headers().allValues(HEADER);
        assertThat(values).hasSize(1);
        return values.get(0);
    }

    private static HttpResponse<String> get(Instance instance, String path, String... tickets) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(instance.at(path));
        for (String ticket : tickets) {
            request.header(HEADER, ticket);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}

package io.cloakroom.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.seal.KeyProvider;
import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.RotatingKeys;
import io.cloakroom.session.seal.SealingKey;
import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Attribute values that are sealed on their way to the store, against whoever can read and write it. */
final class SealedValuesTest extends ContainerTest {

    private final SealingKey first = SealingKey.random(1);
    private final SealingKey second = SealingKey.random(2);
    private KeyProvider keys = KeyRing.of(first);
    private UnsealedValues unsealed = UnsealedValues.REFUSE;

    SealedValuesTest() {
        on("/other", (request, response) -> request.getSession().setAttribute("other", request.getQueryString()));
        on("/both", (request, response) -> {
            var session = request.getSession();
            response.getWriter().print(session.getAttribute("cart") + " " + session.getAttribute("other"));
        });
        on("/login", (request, response) -> request.changeSessionId());
    }

    @Override
    SessionFilterBuilder newFilter() {
        return super.newFilter().seal(keys, unsealed);
    }

    @Test
    void value_inTheStore_isNotReadableThere() {
        browser.get(start().at("/set?red-velvet-hat"));

        assertThat(stored(browser).attributes().values()).hasSize(2).allSatisfy(attribute -> {
            assertThat(new String(attribute.value().toByteArray(), ISO_8859_1)).doesNotContain("red-velvet-hat");
        });
        assertThat(browser.get(start().at("/show")).body()).isEqualTo("red-velvet-hat");
    }

    @Test
    @DisplayName("unchanged values are not saved, although each seal differs")
    void request_thatChangesNothing_savesNothing() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        store.forget();

        browser.get(instance.at("/set?red"));

        assertStoreCalls("load");
    }

    @Test
    @DisplayName("58: old keys read, the newest writes, a session of a retired key is none")
    void keys_rotated_keepSessionsUntilTheyAreRetired() {
        RotatingKeys rotating = RotatingKeys.startingWith(KeyRing.of(first));
        keys = rotating;
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        Browser idle = Browser.withDefaultCookie();
        idle.get(instance.at("/set?blue"));

        rotating.replace(KeyRing.of(second, first));
        browser.get(instance.at("/login"));
        browser.get(instance.at("/set?green"));
        assertThat(idle.get(instance.at("/show")).body()).isEqualTo("blue");
        rotating.replace(KeyRing.of(second));

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("green");
        assertThat(idle.get(instance.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("58: a key that has not arrived here: 503, and the cookie is left alone")
    void session_ofANewerKey_isUnavailable() {
        Instance behind = start();
        keys = KeyRing.of(second, first);
        Instance ahead = start();
        browser.get(ahead.at("/set?red"));

        var response = browser.get(behind.at("/show"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(browser.setCookies(response)).isEmpty();
        assertThat(browser.get(ahead.at("/show")).body()).isEqualTo("red");
    }

    @Test
    @DisplayName("58: values swapped between names are set aside")
    void values_swappedWithinASession_areSetAside() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        browser.get(instance.at("/other?blue"));

        put(browser, Map.of("cart", value(browser, "other"), "other", value(browser, "cart")));

        assertThat(browser.get(instance.at("/both")).body()).isEqualTo("null null");
        browser.get(instance.at("/set?green"));
        assertThat(browser.get(instance.at("/both")).body()).isEqualTo("green null");
    }

    @Test
    @DisplayName("58: a value of another session is set aside")
    void value_ofAnotherSession_isSetAside() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        Browser attacker = Browser.withDefaultCookie();
        attacker.get(instance.at("/set?blue"));

        put(attacker, Map.of("cart", value(browser, "cart")));

        assertThat(attacker.get(instance.at("/show")).body()).isEqualTo("null");
    }

    @Test
    @DisplayName("58: a whole session under another key is none")
    void session_copiedToAnotherKey_isRefused() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        Browser attacker = Browser.withDefaultCookie();
        attacker.get(instance.at("/set?blue"));

        Map<String, EncodedValue> all = new HashMap<>();
        stored(browser).attributes().forEach((name, attribute) -> all.put(name, attribute.value()));
        put(attacker, all);

        assertThat(attacker.get(instance.at("/show")).body()).isEqualTo("no session");
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
    }

    @Test
    void value_plantedUnsealed_isSetAside() {
        Browser plain = Browser.withDefaultCookie();
        plain.get(start(filter -> filter.seal(keys, UnsealedValues.WRITE)).at("/set?planted"));
        Instance instance = start();
        browser.get(instance.at("/set?red"));

        put(browser, Map.of("cart", value(plain, "cart"), "short", EncodedValue.of(new byte[] {1})));

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("null");
        assertThat(plain.get(instance.at("/show")).body()).isEqualTo("null");
    }

    @Test
    void bindings_plantedUnsealedOrMissing_endTheSession() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        put(browser, Map.of(SessionBinding.NAME, EncodedValue.of(new byte[] {1, 0, 0, 7})));

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("no session");
        put(browser, Map.of(SessionBinding.NAME, EncodedValue.of(new byte[0])));
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("a running fleet starts to seal: no session is lost on any step")
    void fleet_thatStartsToSeal_keepsItsSessions() {
        unsealed = UnsealedValues.WRITE;
        Instance writing = start();
        unsealed = UnsealedValues.READ;
        Instance reading = start();
        unsealed = UnsealedValues.REFUSE;
        Instance refusing = start();

        browser.get(writing.at("/set?red"));
        assertThat(browser.get(reading.at("/show")).body()).isEqualTo("red");
        browser.get(reading.at("/other?blue"));
        assertThat(browser.get(writing.at("/both")).body()).isEqualTo("red blue");
        browser.get(writing.at("/login"));
        assertThat(browser.get(reading.at("/both")).body()).isEqualTo("red blue");
        browser.get(reading.at("/set?green"));
        assertThat(browser.get(refusing.at("/both")).body()).isEqualTo("green blue");
    }

    @Test
    @DisplayName("two requests seal a session that was stored before there were keys: both of their values count")
    void sessionWithoutBinding_sealedByTwoAtOnce_keepsBothValues() {
        unsealed = UnsealedValues.READ;
        Instance instance = start();
        browser.get(startUnsealed().at("/set?red"));
        Browser other = Browser.withDefaultCookie().holding(browser.ticket());
        store.beforeNextWrite(() -> other.get(instance.at("/other?blue")));

        browser.get(instance.at("/set?green"));

        assertThat(browser.get(instance.at("/both")).body()).isEqualTo("green blue");
        unsealed = UnsealedValues.REFUSE;
        assertThat(browser.get(start().at("/both")).body()).isEqualTo("green blue");
    }

    @Test
    @DisplayName("a session stored before there were keys is none for a filter that refuses unsealed ones")
    void sessionWithoutBinding_unsealedRefused_isNone() {
        browser.get(startUnsealed().at("/set?red"));

        assertThat(browser.get(start().at("/show")).body()).isEqualTo("no session");
        unsealed = UnsealedValues.READ;
        Instance reading = start();
        assertThat(browser.get(reading.at("/show")).body()).isEqualTo("red");
        browser.get(reading.at("/login"));
        assertThat(browser.get(reading.at("/show")).body()).isEqualTo("red");
    }

    private Instance startUnsealed() {
        return start(filter -> SessionFilter.builder(store).clock(clock));
    }

    private SessionRecord stored(Browser client) {
        LoadOutcome outcome = store.load(StoreKey.ofSessionId(requireNonNull(client.ticket())));
        assertThat(outcome).isInstanceOf(LoadOutcome.Found.class);
        return ((LoadOutcome.Found) outcome).record();
    }

    private EncodedValue value(Browser client, String name) {
        return requireNonNull(stored(client).attributes().get(name)).value();
    }

    /** Writes to the store as somebody would who has got access to it. */
    private void put(Browser client, Map<String, EncodedValue> values) {
        SessionRecord record = stored(client);
        Map<String, AttributeChange> puts = new HashMap<>();
        values.forEach((name, value) -> puts.put(name, new AttributeChange.Put(value, AttributeChange.ANY)));
        SessionAccess access = new SessionAccess(
                record.metadata().lastAccessedAt(), record.metadata().expiresAt());
        ChangeOutcome outcome = store.save(
                StoreKey.ofSessionId(requireNonNull(client.ticket())),
                new SessionChanges(record.metadata().generation(), access, puts, null, null));
        assertThat(outcome).isInstanceOf(ChangeOutcome.Applied.class);
    }
}

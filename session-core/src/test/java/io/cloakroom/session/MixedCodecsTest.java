package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.codec.AttributeCodec;
import io.cloakroom.session.codec.json.JsonCodec;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Instances with different codecs at once, as while a fleet goes from one to another. */
@InEveryContainer
final class MixedCodecsTest extends ContainerTest {

    record Garment(String name, int size) implements Serializable {}

    private final AttributeCodec java = AttributeCodec.javaSerialization("io.cloakroom.session");
    private final AttributeCodec json = JsonCodec.builder()
            .attribute("garment", Garment.class)
            .attribute("cart", String.class)
            .build();

    MixedCodecsTest() {
        on("/garment", (request, response) -> {
            String name = request.getQueryString();
            request.getSession().setAttribute("garment", new Garment(name, name.length()));
        });
        on("/show-all", (request, response) -> {
            HttpSession session = request.getSession();
            response.getWriter().print(session.getAttribute("garment") + " " + session.getAttribute("cart"));
        });
    }

    @Test
    @DisplayName("53: old and new codec side by side: each reads what the other wrote")
    void codecs_sideBySide_readEachOther() {
        Instance old = start(filter -> filter.codec(java).alsoReads(json));
        Instance fresh = start(filter -> filter.codec(json).alsoReads(java));

        browser.get(old.at("/garment?hat"));
        browser.get(fresh.at("/set?red"));
        assertThat(browser.get(old.at("/show-all")).body()).isEqualTo("Garment[name=hat, size=3] red");
        assertThat(browser.get(fresh.at("/show-all")).body()).isEqualTo("Garment[name=hat, size=3] red");
        browser.get(fresh.at("/garment?coat"));
        browser.get(old.at("/set?blue"));

        assertThat(browser.get(old.at("/show-all")).body()).isEqualTo("Garment[name=coat, size=4] blue");
        assertThat(browser.get(fresh.at("/show-all")).body()).isEqualTo("Garment[name=coat, size=4] blue");
    }

    @Test
    @DisplayName("53: reading with another codec changes nothing")
    void read_ofWhatAnotherCodecWrote_savesNothing() {
        Instance old = start(filter -> filter.codec(java).alsoReads(json));
        Instance fresh = start(filter -> filter.codec(json).alsoReads(java));
        browser.get(old.at("/garment?hat"));
        store.forget();

        browser.get(fresh.at("/show-all"));

        assertStoreCalls("load");
    }

    @Test
    @DisplayName("52: a value of a codec that is unknown here is set aside and kept")
    void value_ofAnUnknownCodec_isSetAsideAndKept() {
        Instance old = start(filter -> filter.codec(java));
        Instance fresh = start(filter -> filter.codec(json).alsoReads(java));
        browser.get(fresh.at("/garment?hat"));

        assertThat(browser.get(old.at("/show-all")).body()).isEqualTo("null null");
        browser.get(old.at("/set?red"));

        assertThat(browser.get(fresh.at("/show-all")).body()).isEqualTo("Garment[name=hat, size=3] red");
    }
}

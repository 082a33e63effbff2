package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cloakroom.session.codec.AttributeCodec;
import io.cloakroom.session.codec.AttributeCodecException;
import io.cloakroom.session.codec.DisallowedClassException;
import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@InEveryContainer
class EncodingTest extends ContainerTest {

    @Test
    @DisplayName("10 and 54: what cannot be stored is refused by setAttribute")
    void setAttribute_ofWhatCannotBeStored_throws() {
        on("/refused", (request, response) -> {
            HttpSession session = request.getSession();
            assertThatExceptionOfType(DisallowedClassException.class)
                    .isThrownBy(() -> session.setAttribute("cart", new Cart()))
                    .returns(Cart.class.getName(), DisallowedClassException::className);
            assertThatExceptionOfType(AttributeCodecException.class)
                    .isThrownBy(() -> session.setAttribute("thread", new Object()))
                    .withMessageContaining("java.lang.Object is not serializable");
            assertThat(session.getAttributeNames().hasMoreElements()).isFalse();
            response.getWriter().print("ok");
        });

        var response = browser.get(start().at("/refused"));

        assertThat(response.body()).isEqualTo("ok");
        assertThat(browser.setCookies(response)).isEmpty();
    }

    /** Java serialization writes it and then cannot read it: its superclass has no constructor without arguments. */
    static final class Unreadable extends Weight implements java.io.Serializable {

        private static final long serialVersionUID = 1L;

        Unreadable() {
            super(1);
        }
    }

    static class Weight {

        final int grams;

        Weight(int grams) {
            this.grams = grams;
        }
    }

    @Test
    @DisplayName("10: what could not be read again is refused by setAttribute")
    void setAttribute_ofWhatCannotBeReadAgain_throws() {
        on("/refused", (request, response) -> {
            HttpSession session = request.getSession();
            assertThatExceptionOfType(AttributeCodecException.class)
                    .isThrownBy(() -> session.setAttribute("cart", new Unreadable()));
            response.getWriter().print("ok");
        });

        assertThat(browser.get(start(filter -> filter.allowPackages("io.cloakroom.session"))
                                .at("/refused"))
                        .body())
                .isEqualTo("ok");
    }

    @Test
    @DisplayName("52: an attribute that cannot be decoded is set aside; its bytes stay")
    void attribute_notDecodableHere_isSetAsideAndKept() {
        on("/cart", (request, response) -> request.getSession().setAttribute("cart", new Cart().add("hat")));
        on("/other", (request, response) -> {
            HttpSession session = request.getSession();
            assertThat(session.getAttribute("cart")).isNull();
            assertThat(Collections.list(session.getAttributeNames())).isEmpty();
            session.setAttribute("other", "set");
            response.getWriter().print("ok");
        });
        on("/items", (request, response) -> {
            HttpSession session = request.getSession();
            Cart cart = (Cart) requireNonNull(session.getAttribute("cart"));
            response.getWriter().print(cart.items() + " " + session.getAttribute("other"));
        });
        Instance knowing = start(filter -> filter.allowPackages("io.cloakroom.session"));
        Instance notKnowing = start();
        browser.get(knowing.at("/cart"));

        assertThat(browser.get(notKnowing.at("/other")).body()).isEqualTo("ok");

        assertThat(browser.get(knowing.at("/items")).body()).isEqualTo("[hat] set");
    }

    @Test
    @DisplayName("only attributes that are asked for are decoded")
    void attributes_notAskedFor_areNotDecoded() {
        CountingCodec codec = new CountingCodec();
        on("/fill", (request, response) -> {
            request.getSession().setAttribute("cart", new ArrayList<>(List.of("hat")));
            request.getSession().setAttribute("history", new ArrayList<>(List.of("coat")));
        });
        on("/cart", (request, response) -> {
            int before = codec.decoded.get();
            response.getWriter().print(request.getSession().getAttribute("cart"));
            response.getWriter().print(codec.decoded.get() - before);
        });
        on("/untouched", (request, response) -> response.getWriter().print("ok"));
        Instance instance = start(filter -> filter.codec(codec));
        browser.get(instance.at("/fill"));

        assertThat(browser.get(instance.at("/cart")).body()).isEqualTo("[hat]1");
        int decoded = codec.decoded.get();
        browser.get(instance.at("/untouched"));
        assertThat(codec.decoded).hasValue(decoded);
    }

    private static final class CountingCodec implements AttributeCodec {

        private final AttributeCodec delegate = AttributeCodec.javaSerialization();
        private final AtomicInteger decoded = new AtomicInteger();

        @Override
        public int id() {
            return delegate.id();
        }

        @Override
        public byte[] encode(Object value) {
            return delegate.encode(value);
        }

        @Override
        public Object decode(byte[] bytes, ClassLoader classLoader) {
            decoded.incrementAndGet();
            return delegate.decode(bytes, classLoader);
        }
    }

    @Test
    @DisplayName("55: names with dots, slashes, unicode, none at all")
    void names_ofAnyKind_areKept() {
        List<String> names = List.of("a.b", "a/b", "帽子", "", " ", "a:b*c", "\u0000");
        on("/names", (request, response) -> {
            names.forEach(name -> request.getSession().setAttribute(name, name));
        });
        on("/check", (request, response) -> {
            HttpSession session = request.getSession();
            assertThat(Collections.list(session.getAttributeNames())).containsExactlyInAnyOrderElementsOf(names);
            assertThat(names).allMatch(name -> name.equals(session.getAttribute(name)));
            response.getWriter().print("ok");
        });
        Instance instance = start();

        browser.get(instance.at("/names"));

        assertThat(browser.get(instance.at("/check")).body()).isEqualTo("ok");
    }

    @Test
    void toString_ofASession_hidesTheIdAndTheValues() {
        on("/print", (request, response) -> {
            request.getSession().setAttribute("cart", "secret");
            response.getWriter().print(request.getSession());
        });

        var response = browser.get(start().at("/print"));

        assertThat(response.body()).doesNotContain(requireNonNull(browser.ticket()), "secret");
    }
}

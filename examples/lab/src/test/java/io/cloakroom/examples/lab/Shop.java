package io.cloakroom.examples.lab;

import io.cloakroom.session.SessionCookie;
import io.cloakroom.session.SessionFilter;
import io.cloakroom.session.store.SessionStore;
import java.net.URI;

/** One instance with the cart, in this JVM, over a store that it closes in the end. */
final class Shop implements AutoCloseable {

    private final SessionStore store;
    private final JettyInstance instance;

    Shop(SessionStore store) throws Exception {
        this.store = store;
        this.instance = new JettyInstance(
                SessionFilter.builder(store)
                        .cookie(SessionCookie.insecureForLocalhost())
                        .build(),
                new CartServlet());
    }

    URI cart() {
        return instance.address().resolve("/cart");
    }

    @Override
    public void close() {
        try {
            instance.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the instance does not stop", e);
        } finally {
            store.close();
        }
    }
}

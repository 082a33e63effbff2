package io.cloakroom.session;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What the tests' users must not lose; mutable, as most are. */
final class Cart implements Serializable {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an ArrayList
    private final List<String> items = new ArrayList<>();

    Cart add(String item) {
        items.add(item);
        return this;
    }

    List<String> items() {
        return List.copyOf(items);
    }
}

package io.cloakroom.session;

import static java.util.Objects.requireNonNullElse;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the tests' users must not lose; mutable, as most are. */
final class Cart implements Serializable {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an ArrayList
    private final List<String> items = new ArrayList<>();

    Cart add(String item) {
        items.add(item);
        return this;
    }

    /** Adds what is new in one cart to the other; a cart that was checked out stays so. */
    static @Nullable Cart merge(@Nullable Cart base, @Nullable Cart mine, @Nullable Cart theirs) {
        if (mine == null || theirs == null) {
            return base == null ? requireNonNullElse(mine, theirs) : null;
        }
        List<String> added = new ArrayList<>(mine.items);
        added.removeAll(base == null ? List.of() : base.items);
        theirs.items.addAll(added);
        return theirs;
    }

    List<String> items() {
        return List.copyOf(items);
    }
}

package io.cloakroom.examples.myclothes.account;

import io.cloakroom.examples.myclothes.web.Form;
import java.util.Set;

/** Where a shopper who had to log in first wanted to go. Only pages of this shop: no open redirect. */
final class Destination {

    private static final Set<String> KNOWN = Set.of("/checkout", "/orders", "/cart");

    private Destination() {}

    static String of(Form form) {
        String next = form.value("next");
        return KNOWN.contains(next) ? next : "/";
    }
}

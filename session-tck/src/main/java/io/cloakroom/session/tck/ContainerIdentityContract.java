package io.cloakroom.session.tck;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which ids count, and how they change. */
abstract class ContainerIdentityContract extends ContainerBehaviour {

    @Test
    @DisplayName("17: an id that a client invents is never adopted")
    void ticket_invented_isNotAdopted() {
        visitor.get(first("/set?red"));
        String name = visitor.cookies().keySet().iterator().next();
        Map<String, String> invented = Map.of(name, "A".repeat(43));
        Visitor attacker = new Visitor().holding(invented);

        attacker.get(first("/set?blue"));

        assertThat(attacker.cookies()).isNotEqualTo(invented);
        assertThat(new Visitor().holding(invented).read(second("/show"))).isEqualTo(NOTHING);
    }

    @Test
    @DisplayName("18: a malformed id does not reach the store")
    void ticket_malformed_costsNothing() {
        visitor.get(first("/set?red"));
        String name = visitor.cookies().keySet().iterator().next();
        store().forget();

        for (String malformed : new String[] {"", "x", "../../etc/passwd", "A".repeat(4000), "%00"}) {
            Visitor attacker = new Visitor().holding(Map.of(name, malformed));
            assertThat(attacker.read(first("/show"))).isEqualTo(NOTHING);
        }

        assertThat(store().calls()).isEmpty();
    }

    @Test
    @DisplayName("19: changeSessionId keeps the attributes, and the old id is useless everywhere")
    void changeSessionId_keepsTheSession() {
        on("/login", (request, response) -> {
            HttpSession session = request.getSession();
            String before = session.getId();
            String after = request.changeSessionId();
            response.getWriter().print(!after.equals(before) && session.getId().equals(after));
        });
        visitor.get(first("/set?red"));
        Visitor before = visitor.twin();

        assertThat(visitor.read(second("/login"))).isEqualTo("true");

        assertThat(visitor.read(first("/show"))).isEqualTo("red");
        assertThat(before.read(first("/show"))).isEqualTo(NOTHING);
    }
}

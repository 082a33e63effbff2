package io.cloakroom.session;

import io.cloakroom.session.store.StoreKey;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tickets that a client sent. Usually one; several cookies of one name arrive if the application was moved to
 * another path or domain, or if somebody has planted one.
 */
final class PresentedTickets {

    /** A browser has few reasons to send two; nobody gets to make us look up a hundred. */
    private static final int MAX_LOOKUPS = 4;

    private static final Pattern SEMICOLON = Pattern.compile(";");

    private static final Comparator<Found> BY_VERSION =
            Comparator.comparingLong(each -> each.origin().record().metadata().version());

    private final List<String> values;

    private PresentedTickets(List<String> values) {
        this.values = values;
    }

    /** Reads the header itself: of several cookies of one name, not every container's {@code getCookies} tells all. */
    static PresentedTickets inCookies(HttpServletRequest request, String cookieName) {
        String prefix = cookieName + "=";
        return new PresentedTickets(Collections.list(request.getHeaders("Cookie")).stream()
                .flatMap(SEMICOLON::splitAsStream)
                .map(String::strip)
                .filter(pair -> pair.startsWith(prefix))
                .map(pair -> pair.substring(prefix.length()))
                .toList());
    }

    static PresentedTickets inHeader(HttpServletRequest request, String headerName) {
        return new PresentedTickets(Collections.list(request.getHeaders(headerName)).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList());
    }

    /**
     * Finds the session. If the tickets lead to two different ones, to none of them: one is not this user's, and it
     * cannot be told which.
     */
    @Nullable Found find(SessionRepository repository) {
        List<Found> found = values.stream()
                .distinct()
                .filter(repository::isWellFormed)
                .limit(MAX_LOOKUPS)
                .map(ticket -> found(ticket, repository.load(ticket)))
                .filter(Objects::nonNull)
                .toList();
        List<StoreKey> keys =
                found.stream().map(each -> each.origin().key()).distinct().toList();
        // tickets that hold the session can differ in age
        return keys.size() == 1 ? Collections.max(found, BY_VERSION) : null;
    }

    /** Returns the ticket that counts as the requested session id if none leads to a session. */
    @Nullable String first() {
        return values.isEmpty() ? null : values.get(0);
    }

    private static @Nullable Found found(String ticket, @Nullable Origin origin) {
        return origin == null ? null : new Found(ticket, origin);
    }

    /** A ticket and the session that it stands for. */
    record Found(String ticket, Origin origin) {

        /** Never prints the ticket. */
        @Override
        public String toString() {
            return "Found[" + origin + "]";
        }
    }
}

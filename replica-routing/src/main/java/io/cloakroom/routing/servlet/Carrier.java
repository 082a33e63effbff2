package io.cloakroom.routing.servlet;

import io.cloakroom.routing.ConsistencyScope;
import io.cloakroom.routing.ConsistencyToken;
import io.cloakroom.routing.ReplicaRoutingDataSource;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one request writes, and the cookie that is to tell of it. Used by one thread at a time. */
final class Carrier {

    private static final Logger log = System.getLogger(ReadYourWritesFilter.class.getName());

    private final ReplicaRoutingDataSource dataSource;
    private final TokenCookie cookie;
    private final ConsistencyScope scope;
    private @Nullable ConsistencyToken told;

    Carrier(ReplicaRoutingDataSource dataSource, TokenCookie cookie, ConsistencyScope scope) {
        this.dataSource = dataSource;
        this.cookie = cookie;
        this.scope = scope;
    }

    ConsistencyScope scope() {
        return scope;
    }

    /** Adds the cookie if something was written that no cookie of this response tells of yet. */
    void tell(HttpServletResponse response) {
        if (scope.lastWrite().isEmpty()) {
            return;
        }
        Optional<ConsistencyToken> token = captured();
        if (token.isEmpty() || isTold(token.get())) {
            return;
        }
        if (response.isCommitted()) {
            log.log(Level.DEBUG, "a write came after the response had begun: the next request may not see it");
            return;
        }
        cookie.write(response, token.get());
        told = token.get();
    }

    private boolean isTold(ConsistencyToken token) {
        ConsistencyToken before = told;
        return before != null
                && before.engine().equals(token.engine())
                && before.position().equals(token.position());
    }

    private Optional<ConsistencyToken> captured() {
        try {
            return dataSource.capture(scope);
        } catch (SQLException e) {
            log.log(Level.DEBUG, "the position of a write was not learned", e);
            return Optional.empty();
        }
    }
}

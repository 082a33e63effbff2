package io.cloakroom.routing;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How MariaDB and MySQL refuse a write because of {@code read_only}. */
final class ReadOnlyRefusals {

    private static final int OPTION_PREVENTS_STATEMENT = 1290;
    private static final int READ_ONLY_MODE = 1836;

    private ReadOnlyRefusals() {}

    /** 1290 is a generic code: only the message tells that it was {@code --read-only}. */
    static boolean isMariaDbOrMySql(SQLException failure) {
        return failure.getErrorCode() == READ_ONLY_MODE
                || (failure.getErrorCode() == OPTION_PREVENTS_STATEMENT && mentionsReadOnly(failure.getMessage()));
    }

    private static boolean mentionsReadOnly(@Nullable String message) {
        return message != null && (message.contains("read-only") || message.contains("read_only"));
    }
}

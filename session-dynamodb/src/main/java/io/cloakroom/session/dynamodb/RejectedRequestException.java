package io.cloakroom.session.dynamodb;

import io.cloakroom.session.store.SessionStoreException;

/** DynamoDB took a request for invalid: the item would be too large, or the table has another key schema. */
final class RejectedRequestException extends SessionStoreException {

    private static final long serialVersionUID = 1L;

    RejectedRequestException(String message, Throwable cause) {
        super(message, cause);
    }
}

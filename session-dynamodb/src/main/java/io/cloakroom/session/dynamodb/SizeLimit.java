package io.cloakroom.session.dynamodb;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreException;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Refuses items that the service would not take, and explains those that it has not taken. */
final class SizeLimit {

    private SizeLimit() {}

    /** Checks an item before it is sent as a whole. */
    static void check(Map<String, AttributeValue> item, SessionRecord session) {
        if (ItemSize.of(item) > ItemSize.LIMIT) {
            throw new SessionTooLargeException(session, ItemSize.LIMIT, null);
        }
    }

    /** Tells whether a delta alone is more than an item can hold, so that there is no need to send it. */
    static boolean isExceededBy(SessionChanges changes) {
        return changes.attributes().values().stream()
                        .mapToLong(change -> change instanceof AttributeChange.Put put
                                ? put.value().size()
                                : 0)
                        .sum()
                > ItemSize.LIMIT;
    }

    /** Returns what to throw for an item that the service has rejected. */
    static SessionStoreException explain(
            RejectedRequestException e, Map<String, AttributeValue> item, SessionRecord session) {
        return ItemSize.of(item) > ItemSize.LIMIT - ItemSize.UNCERTAINTY
                ? new SessionTooLargeException(session, ItemSize.LIMIT, e)
                : e;
    }
}

package io.cloakroom.session.dynamodb;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What became of a conditional write. */
sealed interface WriteAnswer {

    /**
     * It happened.
     *
     * @param fields what the write asked to have returned
     */
    record Written(Map<String, AttributeValue> fields) implements WriteAnswer {}

    /**
     * The condition did not hold.
     *
     * @param stored the item that is there; empty if there is none
     */
    record Refused(Map<String, AttributeValue> stored) implements WriteAnswer {}
}

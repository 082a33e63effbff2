package io.cloakroom.session.dynamodb;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Tells our own write from another's. A write whose answer was lost is repeated by the SDK (or by the HTTP client below
 * it), and then fails on the condition that it has itself made untrue: the token in the item tells that it had
 * succeeded.
 *
 * <p>An item has room for the tokens of several writes, each in a slot by chance, so that a concurrent write between
 * the lost answer and the repetition seldom wipes out the proof.
 *
 * @param slot the key in the item's map of tokens
 * @param value random, unique among the few writes of one session within one second
 */
record WriteToken(String slot, String value) {

    private static final int SLOTS = 8;

    static WriteToken random() {
        long bits = ThreadLocalRandom.current().nextLong();
        return new WriteToken(Long.toString(Math.floorMod(bits, SLOTS)), Long.toHexString(bits));
    }

    AttributeValue attribute() {
        return AttributeValue.fromS(value);
    }

    /** Returns the map of tokens of an item that this write puts as a whole. */
    AttributeValue onlyOne() {
        return AttributeValue.fromM(Map.of(slot, attribute()));
    }

    /** Tells whether the item was written by this write. */
    boolean marks(Map<String, AttributeValue> item) {
        AttributeValue writes = item.get(SessionItem.WRITES);
        return writes != null && attribute().equals(writes.m().get(slot));
    }
}

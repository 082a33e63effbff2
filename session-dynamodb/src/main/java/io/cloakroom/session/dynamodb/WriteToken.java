package io.cloakroom.session.dynamodb;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Tells our own write from another's. A write whose answer was lost is repeated by the SDK (or by the HTTP client below
 * it), and then fails on the condition that it has itself made untrue: the token in the item tells that it had
 * succeeded.
 *
 * <p>An item has room for the tokens of several writes, so that a concurrent write between the lost answer and the
 * repetition seldom wipes out the proof: an update takes a slot by chance, a write of the whole item keeps the tokens
 * that were there and takes a free slot if there is one. A forward pointer keeps them, too.
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

    /** Returns the token of a write of a whole item, which had some tokens before. */
    static WriteToken beside(Map<String, String> earlier) {
        WriteToken token = random();
        for (int slot = 0; slot < SLOTS && earlier.containsKey(token.slot); slot++) {
            token = new WriteToken(Integer.toString(slot), token.value);
        }
        return token;
    }

    AttributeValue attribute() {
        return AttributeValue.fromS(value);
    }

    /** Returns the map of tokens of an item that this write puts as a whole. */
    AttributeValue with(Map<String, String> earlier) {
        Map<String, AttributeValue> tokens = new HashMap<>();
        earlier.forEach((taken, token) -> tokens.put(taken, AttributeValue.fromS(token)));
        tokens.put(slot, attribute());
        return AttributeValue.fromM(tokens);
    }

    /** Tells whether the item was written by this write. */
    boolean marks(Map<String, AttributeValue> item) {
        AttributeValue writes = item.get(SessionItem.WRITES);
        return writes != null && attribute().equals(writes.m().get(slot));
    }
}

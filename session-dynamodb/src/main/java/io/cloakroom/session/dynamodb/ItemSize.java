package io.cloakroom.session.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/*
 * How DynamoDB counts: names in UTF-8, text in UTF-8, binary as it is, a number about one byte for two digits and one
 * more, a map 3 bytes and one for each entry. (Developer Guide, "DynamoDB item sizes and formats")
 */
/** The size of an item as the service measures it, exact to some bytes. */
final class ItemSize {

    /** The largest item that the service takes, in bytes. */
    static final int LIMIT = 400 * 1024;

    /** By how much the computed size may be off. */
    static final int UNCERTAINTY = 1024;

    private static final int MAP_OVERHEAD = 3;

    private ItemSize() {}

    static int of(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToInt(field -> utf8(field.getKey()) + of(field.getValue()))
                .sum();
    }

    private static int of(AttributeValue value) {
        return switch (value.type()) {
            case S -> utf8(value.s());
            case N -> 2 + value.n().length() / 2;
            case B -> value.b().asByteArrayUnsafe().length;
            case M -> MAP_OVERHEAD + value.m().size() + of(value.m());
            default -> throw new IllegalArgumentException("no session item has a field of type " + value.type());
        };
    }

    private static int utf8(String text) {
        return text.getBytes(UTF_8).length;
    }
}

package io.cloakroom.session.dynamodb;

import static java.util.Collections.unmodifiableMap;

import io.cloakroom.session.store.SessionMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A condition and, for an update, what it sets and removes. Every field and value goes through a placeholder, so that
 * no name of an attribute is ever read as syntax.
 */
final class Expression {

    private final Map<String, String> placeholders = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();
    private final List<String> conditions = new ArrayList<>();
    private final List<String> sets = new ArrayList<>();
    private final List<String> removes = new ArrayList<>();

    /** Returns the condition that every change of a session makes. */
    static Expression ifLive(long generation, Instant now) {
        return ifSession(generation).when(SessionItem.EXPIRES, ">", SessionItem.millis(now));
    }

    /** Returns the condition that there is a session, expired or not. */
    static Expression ifSession(long generation) {
        return new Expression()
                .when(SessionItem.STATE, "=", AttributeValue.fromS(SessionItem.LIVE))
                .when(SessionItem.FORMAT, "<=", AttributeValue.fromN(SessionItem.NEWEST_FORMAT))
                .when(SessionItem.GENERATION, "=", SessionItem.number(generation));
    }

    /** Adds that a session is as it was read. A touch leaves the version alone, so the times are asked for, too. */
    Expression unchanged(SessionMetadata read) {
        return when(SessionItem.VERSION, "=", SessionItem.number(read.version()))
                .when(SessionItem.ACCESSED, "=", SessionItem.millis(read.lastAccessedAt()))
                .when(SessionItem.EXPIRES, "=", SessionItem.millis(read.expiresAt()));
    }

    /** Returns the condition that nothing is there. */
    static Expression ifNoItem() {
        return new Expression().whenAbsent(SessionItem.PARTITION_KEY);
    }

    Expression when(String field, String comparator, AttributeValue value) {
        conditions.add(name(field) + comparator + value(value));
        return this;
    }

    Expression whenAbsent(String field) {
        conditions.add("attribute_not_exists(" + name(field) + ")");
        return this;
    }

    Expression whenAbsentOr(String field, String comparator, AttributeValue value) {
        String name = name(field);
        conditions.add("(attribute_not_exists(" + name + ") OR " + name + comparator + value(value) + ")");
        return this;
    }

    Expression set(String field, AttributeValue value) {
        sets.add(name(field) + "=" + value(value));
        return this;
    }

    Expression setEntry(String mapField, String entry, AttributeValue value) {
        sets.add(name(mapField) + "." + name(entry) + "=" + value(value));
        return this;
    }

    /** Sets a field to one more than what another one, or itself, had before the update. */
    Expression setToNext(String field, String numberField) {
        values.put(":one", SessionItem.number(1));
        sets.add(name(field) + "=" + name(numberField) + "+:one");
        return this;
    }

    Expression remove(String field) {
        removes.add(name(field));
        return this;
    }

    String condition() {
        return String.join(" AND ", conditions);
    }

    String update() {
        StringBuilder update = new StringBuilder();
        if (!sets.isEmpty()) {
            update.append("SET ").append(String.join(",", sets));
        }
        if (!removes.isEmpty()) {
            update.append(" REMOVE ").append(String.join(",", removes));
        }
        return update.toString();
    }

    Map<String, String> names() {
        return unmodifiableMap(names);
    }

    Map<String, AttributeValue> values() {
        return unmodifiableMap(values);
    }

    private String name(String field) {
        return placeholders.computeIfAbsent(field, name -> {
            String placeholder = "#" + names.size();
            names.put(placeholder, name);
            return placeholder;
        });
    }

    private String value(AttributeValue value) {
        String placeholder = ":" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }
}

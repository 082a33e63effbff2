package io.cloakroom.examples.myclothes.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The fields of a form as they were sent, and what is wrong with them. For one request and one thread. */
public final class Form {

    private final Map<String, String> values;
    private final Map<String, String> errors = new LinkedHashMap<>();

    private Form(Map<String, String> values) {
        this.values = values;
    }

    /** A form that shows given values, or none. */
    public static Form of(Map<String, String> values) {
        return new Form(Map.copyOf(values));
    }

    /** Reads the named fields, without the white space around them. */
    public static Form of(HttpServletRequest request, String... fields) {
        Map<String, String> values = new HashMap<>();
        for (String field : fields) {
            String value = request.getParameter(field);
            values.put(field, value == null ? "" : value.strip());
        }
        return new Form(values);
    }

    /** What was sent for a field; an empty string if nothing was. */
    public String value(String field) {
        return values.getOrDefault(field, "");
    }

    public OptionalInt number(String field) {
        try {
            return OptionalInt.of(Integer.parseInt(value(field)));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** Notes what is wrong with a field, unless something is noted already. */
    public void reject(String field, String message) {
        errors.putIfAbsent(field, message);
    }

    /** Rejects a field whose value does not satisfy a rule. */
    public void check(String field, Predicate<String> rule, String message) {
        if (!rule.test(value(field))) {
            reject(field, message);
        }
    }

    /** Rejects a field that is empty or longer than its column. */
    public void checkFilled(String field, int longest, String message) {
        check(field, value -> !value.isEmpty() && value.length() <= longest, message);
    }

    public boolean isValid() {
        return errors.isEmpty();
    }

    /** What is wrong with a field, or {@code null}. */
    public @Nullable String error(String field) {
        return errors.get(field);
    }
}

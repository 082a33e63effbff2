package io.cloakroom.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A set of MySQL transactions: for each source (a UUID, from 8.3 on perhaps with a tag) the intervals of their numbers,
 * written {@code uuid:1-5:7,uuid:tag:1-3}. One covers another if it is a superset.
 */
record MySqlGtidSet(Map<String, List<Interval>> sources) implements ReplicationPosition {

    private static final Pattern NUMBERS = Pattern.compile("\\d+(-\\d+)?");

    MySqlGtidSet {
        sources = Map.copyOf(sources);
    }

    static MySqlGtidSet parse(String text) {
        Map<String, List<Interval>> sources = new TreeMap<>();
        for (String part : text.strip().split(",", -1)) {
            if (!part.isBlank()) {
                addSource(part.strip().toLowerCase(Locale.ROOT), sources);
            }
        }
        sources.replaceAll((source, intervals) -> joined(intervals));
        return new MySqlGtidSet(sources);
    }

    /** {@code uuid[:tag]:interval...}, and again a tag with its intervals. */
    private static void addSource(String part, Map<String, List<Interval>> sources) {
        String[] fields = part.split(":", -1);
        String source = fields[0];
        if (fields.length < 2 || source.isEmpty()) {
            throw new IllegalArgumentException("Not a GTID set: " + part);
        }
        for (int i = 1; i < fields.length; i++) {
            if (NUMBERS.matcher(fields[i]).matches()) {
                sources.computeIfAbsent(source, key -> new ArrayList<>()).add(Interval.parse(fields[i]));
            } else if (!fields[i].isEmpty() && !fields[i].contains("-")) {
                source = fields[0] + ":" + fields[i];
            } else {
                throw new IllegalArgumentException("Not a GTID set: " + part);
            }
        }
    }

    private static List<Interval> joined(List<Interval> intervals) {
        List<Interval> sorted = new ArrayList<>(intervals);
        sorted.sort(Comparator.comparingLong(Interval::first));
        List<Interval> joined = new ArrayList<>();
        for (Interval next : sorted) {
            Interval last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && next.first <= last.last + 1) {
                joined.set(joined.size() - 1, new Interval(last.first, Math.max(last.last, next.last)));
            } else {
                joined.add(next);
            }
        }
        return List.copyOf(joined);
    }

    @Override
    public boolean covers(ReplicationPosition other) {
        return other instanceof MySqlGtidSet set
                && set.sources.entrySet().stream()
                        .allMatch(source ->
                                source.getValue().stream().allMatch(interval -> has(source.getKey(), interval)));
    }

    @Override
    public String text() {
        return new TreeMap<>(sources)
                .entrySet().stream()
                        .map(source -> source.getKey() + ":"
                                + source.getValue().stream().map(Interval::text).collect(Collectors.joining(":")))
                        .collect(Collectors.joining(","));
    }

    private boolean has(String source, Interval wanted) {
        return sources.getOrDefault(source, List.of()).stream()
                .anyMatch(interval -> interval.first <= wanted.first && wanted.last <= interval.last);
    }

    /** Numbers from the first to the last, both included. */
    record Interval(long first, long last) {

        static Interval parse(String text) {
            int dash = text.indexOf('-');
            long first = Long.parseLong(dash < 0 ? text : text.substring(0, dash));
            long last = dash < 0 ? first : Long.parseLong(text.substring(dash + 1));
            if (last < first) {
                throw new IllegalArgumentException("Not an interval of a GTID set: " + text);
            }
            return new Interval(first, last);
        }

        String text() {
            return first == last ? Long.toString(first) : first + "-" + last;
        }
    }
}

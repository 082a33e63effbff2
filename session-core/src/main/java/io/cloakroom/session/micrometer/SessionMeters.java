package io.cloakroom.session.micrometer;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.SessionEvents;
import io.cloakroom.session.SessionFilter;
import io.cloakroom.session.SessionOperation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Meters of what a {@link SessionFilter} does.
 *
 * <pre>{@code
 * SessionFilter.builder(store).events(SessionMeters.in(registry)).build();
 * }</pre>
 *
 * <table>
 *   <caption>The meters</caption>
 *   <tr><th>name</th><th>kind</th><th>tag</th><th>counts</th></tr>
 *   <tr><td>cloakroom.session.load</td><td>timer</td><td>result: found, not_found</td><td>sessions asked for</td></tr>
 *   <tr><td>cloakroom.session.write</td><td>timer</td><td>operation: create, save, change_id, end</td>
 *       <td>sessions written</td></tr>
 *   <tr><td>cloakroom.session.size</td><td>summary, bytes</td><td>direction: read, written</td>
 *       <td>encoded attributes per load or write</td></tr>
 *   <tr><td>cloakroom.session.conflicts</td><td>counter</td><td></td><td>saves that another request had overtaken</td></tr>
 *   <tr><td>cloakroom.session.merges</td><td>counter</td><td></td>
 *       <td>attributes saved as a merge of the changes of several requests</td></tr>
 *   <tr><td>cloakroom.session.ended.meanwhile</td><td>counter</td><td></td><td>saves of an ended session</td></tr>
 *   <tr><td>cloakroom.session.set.aside</td><td>counter</td><td></td><td>attributes that could not be decoded</td></tr>
 *   <tr><td>cloakroom.session.tickets.refused</td><td>counter</td><td></td><td>malformed tickets</td></tr>
 *   <tr><td>cloakroom.session.writes.lost</td><td>counter</td><td></td>
 *       <td>saves that a store has acknowledged and lost, if the filter looks for them</td></tr>
 *   <tr><td>cloakroom.session.ended</td><td>counter</td><td>cause: administration, limit, expiry</td>
 *       <td>sessions ended by others than their user</td></tr>
 *   <tr><td>cloakroom.session.log.ins.rejected</td><td>counter</td><td></td><td>log-ins at the limit</td></tr>
 *   <tr><td>cloakroom.session.unavailable</td><td>timer</td>
 *       <td>operation: load, create, save, change_id, end, find, reserve</td>
 *       <td>calls that the store did not answer</td></tr>
 * </table>
 *
 * <p>No tag holds an id, a user or a name of an attribute. Immutable and safe for use by many threads; needs
 * {@code micrometer-core} on the class or module path.
 */
public final class SessionMeters implements SessionEvents {

    private static final String PREFIX = "cloakroom.session.";
    private static final Set<SessionOperation> ALL = Collections.unmodifiableSet(EnumSet.allOf(SessionOperation.class));

    private final Timer found;
    private final Timer notFound;
    private final DistributionSummary read;
    private final DistributionSummary written;
    private final Counter conflicts;
    private final Counter merges;
    private final Counter endedMeanwhile;
    private final Counter setAside;
    private final Counter refusedTickets;
    private final Counter lostWrites;
    private final Counter endedByAdministration;
    private final Counter endedByLimit;
    private final Counter expired;
    private final Counter rejectedLogIns;
    private final Map<SessionOperation, Timer> writes;
    private final Map<SessionOperation, Timer> outages;

    private SessionMeters(MeterRegistry registry, Tags tags) {
        found = registry.timer(PREFIX + "load", tags.and("result", "found"));
        notFound = registry.timer(PREFIX + "load", tags.and("result", "not_found"));
        read = size(registry, tags.and("direction", "read"));
        written = size(registry, tags.and("direction", "written"));
        conflicts = registry.counter(PREFIX + "conflicts", tags);
        merges = registry.counter(PREFIX + "merges", tags);
        endedMeanwhile = registry.counter(PREFIX + "ended.meanwhile", tags);
        setAside = registry.counter(PREFIX + "set.aside", tags);
        refusedTickets = registry.counter(PREFIX + "tickets.refused", tags);
        lostWrites = registry.counter(PREFIX + "writes.lost", tags);
        endedByAdministration = registry.counter(PREFIX + "ended", tags.and("cause", "administration"));
        endedByLimit = registry.counter(PREFIX + "ended", tags.and("cause", "limit"));
        expired = registry.counter(PREFIX + "ended", tags.and("cause", "expiry"));
        rejectedLogIns = registry.counter(PREFIX + "log.ins.rejected", tags);
        writes = each(
                ALL.stream().filter(SessionOperation::isWrite),
                operation -> registry.timer(PREFIX + "write", tags.and("operation", word(operation))));
        outages = each(
                ALL.stream(),
                operation -> registry.timer(PREFIX + "unavailable", tags.and("operation", word(operation))));
    }

    /**
     * Registers the meters, all of them at once, so that a rate starts at zero.
     *
     * @param registry where to
     * @param tags further tags of each meter, keys and values in turn; tells apart the filters of one instance
     * @return what reports to the meters
     * @throws IllegalArgumentException if {@code tags} has a key without a value
     */
    @SuppressWarnings("exports") // whoever calls this has Micrometer; others must be able to compile without it
    public static SessionMeters in(MeterRegistry registry, String... tags) {
        return new SessionMeters(requireNonNull(registry, "registry"), Tags.of(tags));
    }

    private static DistributionSummary size(MeterRegistry registry, Tags tags) {
        return DistributionSummary.builder(PREFIX + "size")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
    }

    private static Map<SessionOperation, Timer> each(
            Stream<SessionOperation> operations, Function<SessionOperation, Timer> timer) {
        Map<SessionOperation, Timer> timers = new EnumMap<>(SessionOperation.class);
        operations.forEach(operation -> timers.put(operation, timer.apply(operation)));
        return timers;
    }

    private static String word(SessionOperation operation) {
        return operation.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void loaded(boolean wasFound, long bytes, Duration took) {
        if (wasFound) {
            found.record(took);
            read.record((double) bytes);
        } else {
            notFound.record(took);
        }
    }

    @Override
    public void written(SessionOperation operation, long bytes, Duration took) {
        requireNonNull(writes.get(operation)).record(took);
        if (operation != SessionOperation.END) {
            written.record((double) bytes);
        }
    }

    @Override
    public void conflicted() {
        conflicts.increment();
    }

    @Override
    public void merged() {
        merges.increment();
    }

    @Override
    public void endedMeanwhile() {
        endedMeanwhile.increment();
    }

    @Override
    public void setAside(String name) {
        setAside.increment();
    }

    @Override
    public void refusedTicket() {
        refusedTickets.increment();
    }

    @Override
    public void lostWrites(long versions) {
        lostWrites.increment((double) versions);
    }

    @Override
    public void endedByAdministration() {
        endedByAdministration.increment();
    }

    @Override
    public void endedByLimit() {
        endedByLimit.increment();
    }

    @Override
    public void logInRejected() {
        rejectedLogIns.increment();
    }

    @Override
    public void expired() {
        expired.increment();
    }

    @Override
    public void unavailable(SessionOperation operation, Duration took) {
        requireNonNull(outages.get(operation)).record(took);
    }
}

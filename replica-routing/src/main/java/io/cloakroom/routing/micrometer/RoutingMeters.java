package io.cloakroom.routing.micrometer;

import static java.util.Objects.requireNonNull;

import io.cloakroom.routing.Decision;
import io.cloakroom.routing.NodeState;
import io.cloakroom.routing.NodeStatus;
import io.cloakroom.routing.ReplicaRoutingDataSource;
import io.cloakroom.routing.RoutingListener;
import io.cloakroom.routing.RoutingStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Meters of what a {@link ReplicaRoutingDataSource} does. It is told of decisions as a listener, and reads the state of
 * the nodes when the registry asks:
 *
 * <pre>{@code
 * var meters = RoutingMeters.in(registry);
 * var dataSource = ReplicaRoutingDataSource.builder(primary).listener(meters)…build();
 * meters.watch(dataSource);
 * }</pre>
 *
 * <table>
 *   <caption>The meters</caption>
 *   <tr><th>name</th><th>kind</th><th>tags</th><th>counts</th></tr>
 *   <tr><td>cloakroom.routing.decisions</td><td>counter</td><td>node, route, reason</td><td>statements</td></tr>
 *   <tr><td>cloakroom.routing.replica.down</td><td>counter</td><td>node</td><td>replicas taken out</td></tr>
 *   <tr><td>cloakroom.routing.replica.back</td><td>counter</td><td>node</td><td>replicas that came back</td></tr>
 *   <tr><td>cloakroom.routing.primary.lost</td><td>counter</td><td>node</td><td>primaries missed</td></tr>
 *   <tr><td>cloakroom.routing.up</td><td>gauge</td><td>node</td><td>1 if the node is in rotation, else 0</td></tr>
 *   <tr><td>cloakroom.routing.lag</td><td>gauge, seconds</td><td>node</td>
 *       <td>by how much it is behind at most; NaN if not known</td></tr>
 *   <tr><td>cloakroom.routing.outstanding</td><td>gauge</td><td>node</td><td>connections in use or asked for</td></tr>
 *   <tr><td>cloakroom.routing.fallbacks</td><td>counter</td><td></td><td>reads that the primary took</td></tr>
 *   <tr><td>cloakroom.routing.refusals</td><td>counter</td><td></td><td>reads refused</td></tr>
 *   <tr><td>cloakroom.routing.freshness.waits</td><td>counter</td><td></td><td>reads that waited</td></tr>
 *   <tr><td>cloakroom.routing.primary.changes</td><td>counter</td><td></td><td>other nodes that took over</td></tr>
 * </table>
 *
 * <p>No tag holds SQL, a user or data. Safe for use by many threads; needs {@code micrometer-core} on the class or
 * module path.
 */
public final class RoutingMeters implements RoutingListener {

    private static final String PREFIX = "cloakroom.routing.";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<Decision, Counter> decisions = new ConcurrentHashMap<>();

    private RoutingMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    /**
     * Makes meters.
     *
     * @param registry where to register them
     * @param tags further tags of each meter, keys and values in turn; tells apart the data sources of one instance
     * @return what reports to the meters
     * @throws IllegalArgumentException if {@code tags} has a key without a value
     */
    @SuppressWarnings("exports") // whoever calls this has Micrometer; others must be able to compile without it
    public static RoutingMeters in(MeterRegistry registry, String... tags) {
        return new RoutingMeters(requireNonNull(registry, "registry"), Tags.of(tags));
    }

    /**
     * Registers what is read when the registry asks. Call it again after adding a replica; what is there already stays.
     *
     * @param dataSource whose state; the meters do not keep it from being collected
     */
    public void watch(ReplicaRoutingDataSource dataSource) {
        counter("fallbacks", dataSource, RoutingStatus::fallbacks);
        counter("refusals", dataSource, RoutingStatus::refusals);
        counter("freshness.waits", dataSource, RoutingStatus::freshnessWaits);
        counter("primary.changes", dataSource, RoutingStatus::primaryChanges);
        nodes(dataSource.inspect()).map(NodeStatus::name).forEach(node -> {
            gauge("up", node, dataSource, status -> status.state() == NodeState.UP ? 1 : 0);
            gauge("outstanding", node, dataSource, NodeStatus::outstanding);
            gauge("lag", node, dataSource, RoutingMeters::lagSeconds);
        });
    }

    @Override
    public void onDecision(Decision decision) {
        decisions
                .computeIfAbsent(
                        decision,
                        made -> registry.counter(
                                PREFIX + "decisions",
                                tags.and("node", made.node(), "route", word(made.route()))
                                        .and("reason", word(made.reason()))))
                .increment();
    }

    @Override
    public void onReplicaDown(String replica, SQLException cause) {
        registry.counter(PREFIX + "replica.down", tags.and("node", replica)).increment();
    }

    @Override
    public void onReplicaUp(String replica) {
        registry.counter(PREFIX + "replica.back", tags.and("node", replica)).increment();
    }

    @Override
    public void onPrimaryLost(String primary) {
        registry.counter(PREFIX + "primary.lost", tags.and("node", primary)).increment();
    }

    private void counter(String name, ReplicaRoutingDataSource dataSource, ToDoubleFunction<RoutingStatus> value) {
        FunctionCounter.builder(PREFIX + name, dataSource, source -> value.applyAsDouble(source.inspect()))
                .tags(tags)
                .register(registry);
    }

    private void gauge(
            String name, String node, ReplicaRoutingDataSource dataSource, ToDoubleFunction<NodeStatus> value) {
        Gauge.builder(
                        PREFIX + name,
                        dataSource,
                        source -> nodes(source.inspect())
                                .filter(status -> status.name().equals(node))
                                .mapToDouble(value)
                                .findFirst()
                                .orElse(Double.NaN))
                .tags(tags.and("node", node))
                .baseUnit(name.equals("lag") ? "seconds" : null)
                .register(registry);
    }

    private static double lagSeconds(NodeStatus status) {
        return status.lag().map(lag -> lag.toNanos() / 1e9).orElse(Double.NaN);
    }

    private static Stream<NodeStatus> nodes(RoutingStatus status) {
        return Stream.concat(Stream.of(status.primary()), status.replicas().stream());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReplicaRoutingDataSourceBuilderTest {

    /** Pools that were never started: nothing here connects. */
    private static ReplicaRoutingBuilder builder() {
        return ReplicaRoutingDataSource.builder(new HikariDataSource());
    }

    @Test
    void replica_withUnusableName_isRefused() {
        var builder = builder().replica("az1", new HikariDataSource());

        for (String name : List.of("", " ", "primary", "az1")) {
            assertThatThrownBy(() -> builder.replica(name, new HikariDataSource()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"" + name + "\"");
        }
    }

    @Test
    void replica_theSixteenth_isRefused() {
        var builder = builder();
        IntStream.rangeClosed(1, 15).forEach(i -> builder.replica("r" + i, new HikariDataSource()));

        assertThatThrownBy(() -> builder.replica("r16", new HikariDataSource()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("15");
    }

    @Test
    void durations_outOfRange_areRefusedByName() {
        assertThatThrownBy(() -> builder().maxLag(Duration.ZERO)).hasMessage("maxLag must be positive: PT0S");
        assertThatThrownBy(() -> builder().pollInterval(Duration.ofMillis(-1))).hasMessageContaining("pollInterval");
        assertThatThrownBy(() -> builder().acquireWithin(Duration.ZERO)).hasMessageContaining("acquireWithin");
        assertThatThrownBy(() -> builder().freshnessWait(Duration.ofMillis(-1))).hasMessageContaining("freshnessWait");
        assertThatThrownBy(() -> builder().backOff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("longest");
        assertThatThrownBy(() -> builder().primaryFallback(-1)).hasMessageContaining("primaryFallback");
        assertThatThrownBy(() -> builder().name(" ")).hasMessageContaining("name");
        assertThatThrownBy(() -> ReplicationDialect.fixedWindow(Duration.ZERO)).hasMessageContaining("window");
    }

    @Test
    void build_withClashingTimes_isRefused() {
        assertThatThrownBy(() -> builder()
                        .maxLag(Duration.ofMillis(10))
                        .pollInterval(Duration.ofMillis(10))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("maxLag must be longer than pollInterval");
        assertThatThrownBy(() -> builder()
                        .dialect(ReplicationDialect.fixedWindow(Duration.ofSeconds(10)))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("below maxLag");
    }

    @Test
    void build_needsNoServer() throws SQLException {
        try (var dataSource = builder().name("shop").build()) {
            assertThat(dataSource).hasToString("ReplicaRoutingDataSource[shop]");
            assertThat(dataSource.inspect().replicas()).isEmpty();
            assertThat(dataSource.inspect().primary().state()).isEqualTo(NodeState.UP);
            assertThat(dataSource.getParentLogger().getName()).isEqualTo("io.cloakroom.routing");
            assertThat(dataSource.getLoginTimeout()).isZero();
            assertThat(dataSource.getLogWriter()).isNull();
            assertThat(dataSource.unwrap(HikariDataSource.class)).isNotNull();
        }
    }
}

package io.cloakroom.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class MariaDbClusterTest {

    @Test
    void start_write_replicates() throws Exception {
        try (MariaDbCluster cluster = MariaDbCluster.start(2);
                Connection connection = cluster.primary().connect()) {
            connection.createStatement().execute("CREATE TABLE t (a INT)");
            assertThat(cluster.awaitReplicas(Duration.ofSeconds(10))).isTrue();
        }
    }
}

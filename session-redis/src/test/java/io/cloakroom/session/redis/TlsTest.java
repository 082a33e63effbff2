package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.testservers.FreePort;
import io.cloakroom.testservers.RedisServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is reached by TLS only with a certificate that the client trusts. */
class TlsTest {

    @TempDir
    private static Path folder;

    private static Certificate certificate;
    private static RedisServer redis;
    private static RedisURI uri;

    @BeforeAll
    static void startServer() throws Exception {
        certificate = Certificate.create(folder);
        int port = FreePort.find();
        redis = RedisServer.start(encryption(port).toArray(String[]::new));
        uri = RedisURI.create("rediss://127.0.0.1:" + port);
    }

    @AfterAll
    static void stopServer() {
        redis.close();
    }

    @Test
    void everyOperation_trustedCertificate_works() {
        try (RedisClient client = clientThatTrusts(certificate);
                RedisSessionStore store = RedisSessionStore.builder(client, uri).build()) {
            StoreKey key = Samples.newKey();
            StoreKey next = Samples.newKey();

            assertThat(store.create(key, Samples.session())).isTrue();
            assertThat(store.changeId(key, next, Samples.changes())).isInstanceOf(Applied.class);
            assertThat(store.load(next)).isInstanceOf(Found.class);
        }
    }

    @Test
    void build_certificateOfSomebodyElse_saysWhatToDo() {
        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> RedisSessionStore.create(uri))
                .isNotInstanceOf(SessionStoreUnavailableException.class)
                .withMessageContaining("a certificate that is not trusted");
    }

    @Test
    void everyOperation_clusterWithTrustedCertificate_works() throws Exception {
        int port = FreePort.find();
        List<String> arguments = new ArrayList<>(encryption(port));
        arguments.addAll(List.of("--cluster-enabled", "yes", "--tls-cluster", "yes"));
        try (RedisServer node = RedisServer.start(arguments.toArray(String[]::new))) {
            node.execute("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
            Waiting.until(
                    "the cluster serves", () -> node.execute("CLUSTER", "INFO").contains("cluster_state:ok"));
            try (RedisClusterClient client = RedisClusterClient.create(RedisURI.create("rediss://127.0.0.1:" + port))) {
                client.setOptions(ClusterClientOptions.builder(options(certificate))
                        .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                                .enablePeriodicRefresh()
                                .build())
                        .build());
                try (RedisSessionStore store = RedisSessionStore.builder(client).build()) {
                    StoreKey key = Samples.newKey();
                    StoreKey next = Samples.newKey();

                    assertThat(store.create(key, Samples.session())).isTrue();
                    assertThat(store.changeId(key, next, Samples.changes())).isInstanceOf(Applied.class);
                    assertThat(store.load(next)).isInstanceOf(Found.class);
                    assertThat(node.execute("CLIENT", "LIST", "TYPE", "NORMAL"))
                            .as("connections that take the encrypted port")
                            .contains("laddr=127.0.0.1:" + port);
                }
            }
        }
    }

    private static List<String> encryption(int port) {
        return List.of(
                "--tls-port",
                "" + port,
                "--tls-cert-file",
                certificate.certificate().toString(),
                "--tls-key-file",
                certificate.key().toString(),
                "--tls-ca-cert-file",
                certificate.certificate().toString(),
                "--tls-auth-clients",
                "no");
    }

    private static RedisClient clientThatTrusts(Certificate trusted) {
        RedisClient client = RedisClient.create();
        client.setOptions(options(trusted));
        return client;
    }

    private static ClientOptions options(Certificate trusted) {
        return ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .sslOptions(SslOptions.builder()
                        .jdkSslProvider()
                        .trustManager(trusted.certificate().toFile())
                        .build())
                .build();
    }
}

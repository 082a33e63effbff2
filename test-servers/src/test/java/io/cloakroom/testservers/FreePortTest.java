package io.cloakroom.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class FreePortTest {

    @Test
    void find_always_liesBelowThePortsOfClients() {
        for (int i = 0; i < 100; i++) {
            assertThat(FreePort.find()).isBetween(11_000, 31_999);
            assertThat(FreePort.findWithClusterBus()).isBetween(11_000, 21_999);
        }
    }

    @Test
    void isFree_somebodyListens_isFalse() throws Exception {
        try (ServerSocket taken = new ServerSocket(FreePort.find(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(FreePort.isFree(taken.getLocalPort())).isFalse();
        }
    }
}

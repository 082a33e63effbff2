package io.cloakroom.routing.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.routing.ConsistencyToken;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SignedTokenTest {

    private static final ConsistencyToken TOKEN =
            new ConsistencyToken("mariadb", Instant.ofEpochMilli(1_763_814_000_123L), "0-1-42");

    private final byte[] key = key(1);
    private final SignedToken signing = new SignedToken(List.of(key));

    @Test
    void verify_ofOwnValue_givesTheToken() {
        assertThat(signing.verify(signing.sign(TOKEN))).contains(TOKEN);
        assertThat(signing.sign(TOKEN)).hasSizeLessThanOrEqualTo(200).matches("[A-Za-z0-9_.-]+");
    }

    @Test
    void verify_withTheOldKeyStillAccepted_givesTheToken() {
        SignedToken rotated = new SignedToken(List.of(key(2), key));

        assertThat(rotated.verify(signing.sign(TOKEN))).contains(TOKEN);
        assertThat(signing.verify(rotated.sign(TOKEN))).isEmpty();
    }

    @Test
    void verify_withAnyCharacterChanged_givesNothing() {
        String value = signing.sign(TOKEN);
        for (int i = 0; i < value.length(); i++) {
            char changed = value.charAt(i) == 'A' ? 'B' : 'A';
            String forged = value.substring(0, i) + changed + value.substring(i + 1);
            // the last character of each part has bits that mean nothing
            assertThat(signing.verify(forged).filter(token -> !token.equals(TOKEN)))
                    .isEmpty();
        }
    }

    @Test
    void verify_ofGarbage_givesNothing() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 10_000; i++) {
            StringBuilder garbage = new StringBuilder();
            random.ints(random.nextInt(300), 32, 127).forEach(c -> garbage.append((char) c));
            assertThat(signing.verify(garbage.toString())).isEmpty();
        }
        assertThat(signing.verify("")).isEmpty();
        assertThat(signing.verify(".")).isEmpty();
        assertThat(signing.verify("a".repeat(500) + ".b")).isEmpty();
    }

    private static byte[] key(long seed) {
        byte[] key = new byte[32];
        new SplittableRandom(seed).nextBytes(key);
        return key;
    }
}

package io.cloakroom.session;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;

/**
 * Makes ids for sessions whose ticket is not their id: 64 bits of time, 192 random ones, in the form of
 * {@link SessionIds}. Such an id opens nothing; it tells sessions apart and how old the id is.
 */
final class DatedIds {

    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;

    DatedIds(InstantSource clock) {
        this.clock = clock;
    }

    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        ByteBuffer.wrap(bytes).putLong(clock.millis());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static Instant issuedAt(String id) {
        return Instant.ofEpochMilli(
                ByteBuffer.wrap(Base64.getUrlDecoder().decode(id)).getLong());
    }
}

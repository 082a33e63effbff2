package io.cloakroom.examples.myclothes.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues and checks the tokens in the hidden fields of forms. A token is an HMAC over its owner and its age, so that
 * any instance with the same secret can check what another one issued, and none has to remember it: a mere visitor gets
 * a form without getting a session or a cookie. Safe for use by many threads at once.
 */
public final class FormTokens {

    private static final String ALGORITHM = "HmacSHA256";
    private static final Duration LIFETIME = Duration.ofHours(12);
    private static final int LENGTH = Long.BYTES + 32;

    private final SecretKeySpec key;
    private final InstantSource clock;

    public FormTokens(String secret, InstantSource clock) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.clock = clock;
    }

    String issue(String owner) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token(owner, clock.millis()));
    }

    boolean accepts(String token, String owner) {
        byte[] presented;
        try {
            presented = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (presented.length != LENGTH) {
            return false;
        }
        long issuedAt = ByteBuffer.wrap(presented).getLong();
        return MessageDigest.isEqual(presented, token(owner, issuedAt)) && isYoung(issuedAt);
    }

    private boolean isYoung(long issuedAt) {
        // no lower bound: the clocks of the fleet differ a little
        return clock.instant().isBefore(Instant.ofEpochMilli(issuedAt).plus(LIFETIME));
    }

    private byte[] token(String owner, long issuedAt) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] time = ByteBuffer.allocate(Long.BYTES).putLong(issuedAt).array();
            mac.update(time);
            byte[] seal = mac.doFinal(("form token for " + owner).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(LENGTH).put(time).put(seal).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}

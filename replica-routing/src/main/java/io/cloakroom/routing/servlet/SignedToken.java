package io.cloakroom.routing.servlet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.cloakroom.routing.ConsistencyToken;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A token as the value of a cookie: the text and 128 bits of an HMAC-SHA256 over it. Whoever could make one at will
 * could send all his reads to the primary; to read one is worth nothing to anybody.
 */
final class SignedToken {

    static final int LEAST_KEY_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "cloakroom routing 1 ".getBytes(US_ASCII);
    private static final int MAC_BYTES = 16;
    private static final int MOST_CHARACTERS = 200;

    private final List<SecretKey> keys;

    /**
     * Creates a codec.
     *
     * @param keys the first signs, all verify
     */
    SignedToken(List<byte[]> keys) {
        this.keys = keys.stream()
                .map(key -> (SecretKey) new SecretKeySpec(key, ALGORITHM))
                .toList();
    }

    String sign(ConsistencyToken token) {
        byte[] text = token.text().getBytes(US_ASCII);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString(text) + "." + base64.encodeToString(mac(keys.get(0), text));
    }

    /** Returns the token; empty if the value was not made with one of the keys. */
    Optional<ConsistencyToken> verify(String value) {
        int dot = value.indexOf('.');
        if (dot < 0 || value.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            byte[] text = Base64.getUrlDecoder().decode(value.substring(0, dot));
            byte[] mac = Base64.getUrlDecoder().decode(value.substring(dot + 1));
            boolean genuine = keys.stream().anyMatch(key -> MessageDigest.isEqual(mac, mac(key, text)));
            return genuine ? Optional.of(ConsistencyToken.parse(new String(text, US_ASCII))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] mac(SecretKey key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(PURPOSE);
            return Arrays.copyOf(mac.doFinal(text), MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}

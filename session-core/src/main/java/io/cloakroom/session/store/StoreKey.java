package io.cloakroom.session.store;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The name under which a store keeps a session: the SHA-256 of the session id, base64url without padding. It is the
 * only form of the id that reaches a store, a log line or a metric, and it cannot be turned back into the id.
 *
 * @param value 43 characters of the base64url alphabet
 */
public record StoreKey(String value) {

    private static final Pattern SHA_256 = Pattern.compile("[A-Za-z0-9_-]{43}");

    /**
     * Creates a key that was computed before, as a store does when it reads a key back.
     *
     * @param value 43 characters of the base64url alphabet
     * @throws IllegalArgumentException if {@code value} is not 43 characters of the base64url alphabet
     */
    public StoreKey {
        if (!SHA_256.matcher(requireNonNull(value, "value")).matches()) {
            throw new IllegalArgumentException(
                    "value must be 43 base64url characters, but has a length of " + value.length());
        }
    }

    /**
     * Returns the key of a session id.
     *
     * @param sessionId the id as {@code HttpSession.getId()} returns it
     * @return its key, always the same for the same id
     */
    public static StoreKey ofSessionId(String sessionId) {
        byte[] digest = sha256().digest(requireNonNull(sessionId, "sessionId").getBytes(StandardCharsets.UTF_8));
        return new StoreKey(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    }

    @Override
    public String toString() {
        return value;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

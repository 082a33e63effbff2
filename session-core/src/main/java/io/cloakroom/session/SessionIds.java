package io.cloakroom.session;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** Makes session ids: 256 random bits, base64url without padding. */
final class SessionIds {

    private static final int BYTES = 32;
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final SecureRandom random = new SecureRandom();

    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Tells whether a text could be an id, without looking at more than 44 characters of it. */
    static boolean isWellFormed(String text) {
        return text.length() == 43 && WELL_FORMED.matcher(text).matches();
    }
}

package io.cloakroom.session;

import io.cloakroom.session.seal.KeyProvider;
import io.cloakroom.session.seal.SealBrokenException;
import io.cloakroom.session.seal.SealingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Sessions as tickets, sealed:
 *
 * <pre>
 * base64url of
 *   byte 0    format version, 1
 *   byte 1    id of the key
 *   rest      AES-256-GCM over the deflated {@link SessionImage}: nonce, ciphertext, tag
 * </pre>
 *
 * What the seal covers besides: the version, what the ticket is for, and the name of the cookie. A ticket of another
 * cookie, or an attribute sealed with the same key, is not taken for one of these.
 */
final class SealedTickets {

    /** What browsers keep at least, and most at most, of a cookie with its name and attributes. */
    static final int MAX_COOKIE_BYTES = 4096;

    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 2;
    private static final int MIN_LENGTH = (HEADER_BYTES + SealingKey.OVERHEAD_BYTES) * 4 / 3;
    private static final Pattern BASE64_URL = Pattern.compile("[A-Za-z0-9_-]+");

    private final KeyProvider keys;
    private final byte[] associatedData;

    SealedTickets(KeyProvider keys, String cookieName) {
        this.keys = keys;
        this.associatedData = ("io.cloakroom session ticket " + VERSION + " in cookie " + cookieName)
                .getBytes(StandardCharsets.UTF_8);
    }

    static boolean isWellFormed(String text) {
        return text.length() >= MIN_LENGTH
                && text.length() <= MAX_COOKIE_BYTES
                && text.charAt(0) == 'A'
                && BASE64_URL.matcher(text).matches();
    }

    String seal(SessionImage image) {
        SealingKey key = keys.keyRing().sealingKey();
        byte[] sealed = key.seal(Deflated.deflate(image.toByteArray()), associatedData);
        byte[] ticket = new byte[HEADER_BYTES + sealed.length];
        ticket[0] = VERSION;
        ticket[1] = (byte) key.id();
        System.arraycopy(sealed, 0, ticket, HEADER_BYTES, sealed.length);
        return encoded(ticket);
    }

    /**
     * Opens a well-formed ticket.
     *
     * @throws RefusedTicketException if it was not sealed here and for this
     */
    SessionImage open(String text) throws RefusedTicketException {
        try {
            byte[] ticket = Base64.getUrlDecoder().decode(text);
            // the last character has bits that the decoder ignores: a ticket has one spelling
            if (ticket[0] != VERSION || !encoded(ticket).equals(text)) {
                throw new RefusedTicketException("malformed", null);
            }
            int keyId = ticket[1] & 0xFF;
            SealingKey key = keys.keyRing()
                    .key(keyId)
                    .orElseThrow(() -> new RefusedTicketException("sealed with key " + keyId + ", unknown here", null));
            byte[] sealed = new byte[ticket.length - HEADER_BYTES];
            System.arraycopy(ticket, HEADER_BYTES, sealed, 0, sealed.length);
            return SessionImage.of(Deflated.inflate(key.open(sealed, associatedData)));
        } catch (SealBrokenException e) {
            throw new RefusedTicketException("altered, or sealed elsewhere or for something else", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new RefusedTicketException("malformed", e);
        }
    }

    private static String encoded(byte[] ticket) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(ticket);
    }
}

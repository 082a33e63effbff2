package io.cloakroom.session.seal;

import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A 256-bit key that seals bytes with AES-256-GCM: nobody without the key can read them, or change them unnoticed.
 * Immutable and safe for use by many threads; never prints the key.
 *
 * <p><b>How long a key may be used.</b> Each seal draws a random 96-bit nonce. NIST SP 800-38D, section 8.3, allows
 * 2<sup>32</sup> seals with one key then, counted over all instances: more, and the risk that a nonce repeats, which
 * would give the contents of both messages away and let others seal, exceeds 2<sup>-32</sup>. A fleet that seals 100
 * values a second gets there in 497 days, with 1,000 a second in 49: replace the key well before that, see
 * {@link KeyRing}.
 */
public final class SealingKey {

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int MAX_ID = 255;

    /** How much longer than its plaintext a sealed message is. */
    public static final int OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

    private final int id;
    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    private SealingKey(int id, byte[] key) {
        if (id < 1 || id > MAX_ID) {
            throw new IllegalArgumentException("id of a key must be 1 to " + MAX_ID + ": " + id);
        }
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key must have " + KEY_BYTES + " bytes, but has " + key.length);
        }
        this.id = id;
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * Returns a key.
     *
     * @param id the id that sealed messages carry to name the key, 1 to 255
     * @param key 32 bytes from a cryptographic random generator: a password is no key
     * @return the key
     * @throws IllegalArgumentException if the id or the number of bytes is another
     */
    public static SealingKey of(int id, byte[] key) {
        return new SealingKey(id, requireNonNull(key, "key"));
    }

    /**
     * Returns a key from its text form, as {@code openssl rand -base64 32} prints it.
     *
     * @param id the id that sealed messages carry to name the key, 1 to 255
     * @param base64 32 bytes from a cryptographic random generator in base64, also of the URL alphabet, with or without
     *     padding
     * @return the key
     * @throws IllegalArgumentException if the id is out of range or the text is no base64 of 32 bytes
     */
    public static SealingKey ofBase64(int id, String base64) {
        String text = requireNonNull(base64, "base64").strip().replace('-', '+').replace('_', '/');
        try {
            return new SealingKey(id, Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            // without the cause: the decoder quotes what it stumbles over, and that is part of a key
            throw new IllegalArgumentException("key " + id + " must have an id of 1 to " + MAX_ID
                    + " and be the base64 of " + KEY_BYTES + " bytes");
        }
    }

    /**
     * Returns a new random key, which no other instance and no later run knows: for tests and trials.
     *
     * @param id the id that sealed messages carry to name the key, 1 to 255
     * @return the key
     * @throws IllegalArgumentException if the id is out of range
     */
    public static SealingKey random(int id) {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new SealingKey(id, bytes);
    }

    /**
     * Returns the id that names this key.
     *
     * @return 1 to 255
     */
    public int id() {
        return id;
    }

    /**
     * Seals a message under a nonce of its own: the same message gives other bytes each time.
     *
     * @param plaintext the message
     * @param associatedData what the message belongs to; not part of the result, but without the same bytes it does not
     *     open
     * @return nonce, ciphertext and tag, {@link #OVERHEAD_BYTES} more than the message has
     */
    public byte[] seal(byte[] plaintext, byte[] associatedData) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = Arrays.copyOf(nonce, OVERHEAD_BYTES + plaintext.length);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, associatedData);
            cipher.doFinal(plaintext, 0, plaintext.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + TRANSFORMATION, e);
        }
    }

    /**
     * Opens a sealed message.
     *
     * @param sealed what {@link #seal} returned
     * @param associatedData what the message was sealed with
     * @return the message
     * @throws SealBrokenException if a bit of either is another, or another key has sealed it
     */
    public byte[] open(byte[] sealed, byte[] associatedData) {
        if (sealed.length < OVERHEAD_BYTES) {
            throw new SealBrokenException("A sealed message is too short: " + sealed.length + " bytes", null);
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), associatedData);
            return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new SealBrokenException("A message sealed with key " + id + " does not open", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + TRANSFORMATION, e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] associatedData) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(associatedData);
        return cipher;
    }

    @Override
    public String toString() {
        return "SealingKey[" + id + "]";
    }
}

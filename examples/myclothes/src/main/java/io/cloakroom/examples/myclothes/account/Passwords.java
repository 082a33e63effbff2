package io.cloakroom.examples.myclothes.account;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Hashes passwords with Argon2id. The parameters are OWASP's: 19 MiB, two passes, one lane. */
final class Passwords {

    private static final Argon2Function ARGON2ID = Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);

    /** What nobody's password is compared with. */
    private final String decoy = hash(UUID.randomUUID().toString());

    String hash(String password) {
        return Password.hash(password).addRandomSalt(16).with(ARGON2ID).getResult();
    }

    /** Checks a password, and takes as long for an address without an account as for one with. */
    boolean matches(String password, @Nullable Customer customer) {
        String hash = customer == null ? decoy : customer.passwordHash();
        // the parameters are those of the stored hash, so that they can be raised later
        boolean matches = Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
        return matches && customer != null;
    }
}

package io.cloakroom.session.store;

import static java.util.Objects.requireNonNull;

/**
 * What a request did to one attribute. {@code expectedVersion} makes the whole save conditional: the version that the
 * request had read, {@link #ABSENT} if the attribute was not there, or {@link #ANY} for last-write-wins.
 */
public sealed interface AttributeChange {

    /** The expected version of an attribute that must not exist. */
    long ABSENT = 0;

    /** Stands for "whatever is there". */
    long ANY = -1;

    /**
     * Returns what must be stored for the save to happen.
     *
     * @return a version of 1 or more, {@link #ABSENT} or {@link #ANY}
     */
    long expectedVersion();

    /**
     * The attribute gets a value.
     *
     * @param value the new value
     * @param expectedVersion what must be there before
     */
    record Put(EncodedValue value, long expectedVersion) implements AttributeChange {

        /**
         * Creates a change.
         *
         * @param value the new value
         * @param expectedVersion what must be there before
         * @throws IllegalArgumentException if {@code expectedVersion} is less than {@link AttributeChange#ANY}
         */
        public Put {
            requireNonNull(value, "value");
            requireVersion(expectedVersion);
        }
    }

    /**
     * The attribute goes. Removing what is not there is no error.
     *
     * @param expectedVersion what must be there before
     */
    record Remove(long expectedVersion) implements AttributeChange {

        /**
         * Creates a change.
         *
         * @param expectedVersion what must be there before
         * @throws IllegalArgumentException if {@code expectedVersion} is less than {@link AttributeChange#ANY}
         */
        public Remove {
            requireVersion(expectedVersion);
        }
    }

    private static void requireVersion(long expectedVersion) {
        if (expectedVersion < ANY) {
            throw new IllegalArgumentException("expectedVersion must be -1 or more: " + expectedVersion);
        }
    }
}

package io.cloakroom.session;

/**
 * What a filter that seals attribute values does with values that are not sealed. To start sealing on a running fleet,
 * with no session lost, go through {@link #WRITE} and {@link #READ} to {@link #REFUSE}, each on every instance before
 * the next.
 */
public enum UnsealedValues {

    /** Writes values unsealed, but reads sealed ones: for the time until every instance knows the keys. */
    WRITE,

    /** Writes sealed values, but reads unsealed ones: for one absolute lifetime, until the old sessions are over. */
    READ,

    /** Writes sealed values and takes a session that is not sealed for none. */
    REFUSE
}

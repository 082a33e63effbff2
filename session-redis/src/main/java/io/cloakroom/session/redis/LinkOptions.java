package io.cloakroom.session.redis;

/**
 * What the links of all kinds need to know.
 *
 * @param failures tells what a failure means
 * @param separateWrites whether writes get a connection of their own, because {@code WAIT} will hold it up
 * @param consolidateFlushes whether a client that we create may send several commands in one packet
 */
record LinkOptions(FailureTranslation failures, boolean separateWrites, boolean consolidateFlushes) {}

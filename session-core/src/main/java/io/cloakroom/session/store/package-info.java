/**
 * The SPI of a session store: {@link io.cloakroom.session.store.SessionStore} and the values that pass through it.
 *
 * <p>A store sees bytes, never objects, and keys, never session ids. Encoding, encryption, dirty checking and the
 * decision what a conflict means live in the session filter, once, for all stores.
 */
@org.jspecify.annotations.NullMarked
package io.cloakroom.session.store;

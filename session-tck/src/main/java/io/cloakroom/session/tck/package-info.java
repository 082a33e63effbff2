/**
 * The conformance kit of session stores. {@link io.cloakroom.session.tck.SessionStoreContract} is the front door: the
 * author of a store extends it and has the promises of {@link io.cloakroom.session.store.SessionStore} tested.
 */
@org.jspecify.annotations.NullMarked
package io.cloakroom.session.tck;

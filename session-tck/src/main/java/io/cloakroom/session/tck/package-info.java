/**
 * The conformance kit. {@link io.cloakroom.session.tck.SessionStoreContract} is the front door for the author of a
 * store, who has the promises of {@link io.cloakroom.session.store.SessionStore} tested;
 * {@link io.cloakroom.session.tck.SessionContainerContract} is the one for whoever integrates the filter into a
 * container or framework, and has those of {@code HttpSession} tested over HTTP.
 */
@org.jspecify.annotations.NullMarked
package io.cloakroom.session.tck;

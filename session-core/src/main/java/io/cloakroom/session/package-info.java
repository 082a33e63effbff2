/**
 * HTTP sessions kept outside the web server. {@link io.cloakroom.session.SessionFilter} is the front door;
 * {@link io.cloakroom.session.Sessions} adds what {@code HttpSession} cannot express.
 */
@org.jspecify.annotations.NullMarked
package io.cloakroom.session;

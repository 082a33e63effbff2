/**
 * The keys that seal sessions: {@link io.cloakroom.session.seal.SealingKey}, the
 * {@link io.cloakroom.session.seal.KeyRing} that holds the present one and those before it, and where an application
 * gets them from, {@link io.cloakroom.session.seal.KeyProvider}.
 */
@org.jspecify.annotations.NullMarked
package io.cloakroom.session.seal;

/** Tests of the conformance kit: it passes a correct store and fails each faulty one. */
@org.jspecify.annotations.NullMarked
package io.cloakroom.session.tck;

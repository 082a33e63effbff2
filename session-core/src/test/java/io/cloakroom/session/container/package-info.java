/** The servlet containers that the filter is tested in. */
@org.jspecify.annotations.NullMarked
package io.cloakroom.session.container;

/** What session filters do, as meters of Micrometer, which an application without meters need not have. */
@org.jspecify.annotations.NullMarked
package io.cloakroom.session.micrometer;

/**
 * Users read their own writes on every instance of a web application:
 * {@link io.cloakroom.routing.servlet.ReadYourWritesFilter} carries in a signed cookie what a user has written. Needs
 * the Servlet API 6.0 or 6.1, which the container brings.
 */
@org.jspecify.annotations.NullMarked
package io.cloakroom.routing.servlet;

@org.jspecify.annotations.NullMarked
package io.cloakroom.routing.servlet;

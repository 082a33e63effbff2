@org.jspecify.annotations.NullMarked
package io.cloakroom.examples.lab;

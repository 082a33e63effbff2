/** What keeps an instance from starting, told in one line. */
@NullMarked
package io.cloakroom.examples.myclothes.startup;

import org.jspecify.annotations.NullMarked;

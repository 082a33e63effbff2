@NullMarked
package io.cloakroom.examples.myclothes;

import org.jspecify.annotations.NullMarked;

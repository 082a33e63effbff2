@NullMarked
package io.cloakroom.examples.myclothes.catalog;

import org.jspecify.annotations.NullMarked;

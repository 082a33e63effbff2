/** Who the shopper is: registration, log-in, log-out. */
@NullMarked
package io.cloakroom.examples.myclothes.account;

import org.jspecify.annotations.NullMarked;

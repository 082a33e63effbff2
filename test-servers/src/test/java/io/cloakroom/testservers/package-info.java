/** Real servers are started, killed and looked for; nothing is mocked. */
@NullMarked
package io.cloakroom.testservers;

import org.jspecify.annotations.NullMarked;

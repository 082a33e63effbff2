/** DynamoDB Local is started for real, where its licence is accepted. */
@NullMarked
package io.cloakroom.testservers.dynamodb;

import org.jspecify.annotations.NullMarked;

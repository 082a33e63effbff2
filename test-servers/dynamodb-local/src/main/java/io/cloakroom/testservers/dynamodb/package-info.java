/**
 * DynamoDB Local in a JVM of its own. {@link io.cloakroom.testservers.dynamodb.DynamoDbLocal} starts it.
 *
 * <p>DynamoDB Local is not open source. It is fetched by each user's own Maven, for tests only, and never passed on.
 */
@NullMarked
package io.cloakroom.testservers.dynamodb;

import org.jspecify.annotations.NullMarked;

/**
 * HTTP sessions in Amazon DynamoDB. {@link io.cloakroom.session.dynamodb.DynamoDbSessionStore} is the front door;
 * {@link io.cloakroom.session.dynamodb.SessionTable} creates and checks its table.
 */
@org.jspecify.annotations.NullMarked
package io.cloakroom.session.dynamodb;

package io.cloakroom.session.dynamodb;

import io.cloakroom.session.dynamodb.WriteAnswer.Refused;
import io.cloakroom.session.dynamodb.WriteAnswer.Written;
import io.cloakroom.session.store.StoreKey;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The calls that the store makes: each is one round trip, ends with the deadline and fails with a store exception. */
final class TableCalls {

    static final String NO_OBJECTION = "None";
    static final String CONDITION_FAILED = "ConditionalCheckFailed";

    private static final ReturnValuesOnConditionCheckFailure STORED_ITEM = ReturnValuesOnConditionCheckFailure.ALL_OLD;

    private final DynamoDbClient client;
    private final String table;
    private final ErrorTranslation errors;

    TableCalls(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        errors = new ErrorTranslation(client, table);
    }

    /** Returns the item of a session as all writes that were answered before have left it; empty if there is none. */
    Map<String, AttributeValue> get(StoreKey key, Deadline deadline) {
        GetItemRequest.Builder request = GetItemRequest.builder()
                .tableName(table)
                .key(SessionItem.key(key))
                .consistentRead(true);
        return call(
                "GetItem",
                deadline,
                config -> client.getItem(request.overrideConfiguration(config).build())
                        .item());
    }

    /** Updates an item; returns the new values of the updated fields. */
    WriteAnswer update(StoreKey key, Expression expression, Deadline deadline) {
        UpdateItemRequest.Builder request = UpdateItemRequest.builder()
                .tableName(table)
                .key(SessionItem.key(key))
                .updateExpression(expression.update())
                .conditionExpression(expression.condition())
                .expressionAttributeNames(expression.names())
                .expressionAttributeValues(expression.values())
                .returnValues(ReturnValue.UPDATED_NEW)
                .returnValuesOnConditionCheckFailure(STORED_ITEM);
        return write(
                "UpdateItem",
                deadline,
                config -> client.updateItem(
                                request.overrideConfiguration(config).build())
                        .attributes());
    }

    /** Puts a whole item; returns no fields. */
    WriteAnswer put(Map<String, AttributeValue> item, Expression condition, Deadline deadline) {
        PutItemRequest.Builder request = PutItemRequest.builder()
                .tableName(table)
                .item(item)
                .conditionExpression(condition.condition())
                .expressionAttributeNames(condition.names())
                .returnValuesOnConditionCheckFailure(STORED_ITEM);
        if (!condition.values().isEmpty()) {
            request.expressionAttributeValues(condition.values());
        }
        return write(
                "PutItem",
                deadline,
                config -> client.putItem(request.overrideConfiguration(config).build())
                        .attributes());
    }

    /**
     * Puts two whole items or none. A repetition after a lost answer is recognised by the service itself.
     *
     * @return why nothing was written, one code for each item: {@link #NO_OBJECTION}, {@link #CONDITION_FAILED} or that
     *     another write was in the way; empty if both were written
     */
    List<String> putBoth(Put first, Put second, Deadline deadline) {
        TransactWriteItemsRequest.Builder request = TransactWriteItemsRequest.builder()
                .clientRequestToken(UUID.randomUUID().toString())
                .transactItems(item(first), item(second));
        try {
            call(
                    "TransactWriteItems",
                    deadline,
                    config -> client.transactWriteItems(
                            request.overrideConfiguration(config).build()));
            return List.of();
        } catch (TransactionCanceledException e) {
            return errors.cancellation("TransactWriteItems", e);
        }
    }

    /** Returns one half of a {@link #putBoth}. */
    Put half(Map<String, AttributeValue> item, Expression condition) {
        Put.Builder put = Put.builder()
                .tableName(table)
                .item(item)
                .conditionExpression(condition.condition())
                .expressionAttributeNames(condition.names());
        return condition.values().isEmpty()
                ? put.build()
                : put.expressionAttributeValues(condition.values()).build();
    }

    private static TransactWriteItem item(Put put) {
        return TransactWriteItem.builder().put(put).build();
    }

    private WriteAnswer write(
            String action,
            Deadline deadline,
            Function<AwsRequestOverrideConfiguration, Map<String, AttributeValue>> write) {
        try {
            return new Written(call(action, deadline, write));
        } catch (ConditionalCheckFailedException e) {
            return new Refused(e.item());
        }
    }

    private <T> T call(String action, Deadline deadline, Function<AwsRequestOverrideConfiguration, T> call) {
        while (!deadline.isOver()) {
            try {
                return call.apply(deadline.nextCall());
            } catch (ConditionalCheckFailedException | TransactionCanceledException e) {
                throw e;
            } catch (TransactionConflictException | TransactionInProgressException e) {
                // another request's transaction is in the way, or our own first attempt, whose answer was lost
                deadline.backOff();
            } catch (SdkException e) {
                throw errors.translate(action, e);
            }
        }
        throw errors.outOfTime(action);
    }
}

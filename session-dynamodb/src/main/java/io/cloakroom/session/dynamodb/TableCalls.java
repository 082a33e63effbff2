package io.cloakroom.session.dynamodb;

import io.cloakroom.session.dynamodb.WriteAnswer.Refused;
import io.cloakroom.session.dynamodb.WriteAnswer.Written;
import io.cloakroom.session.store.StoreKey;
import java.util.ArrayList;
import java.util.HashMap;
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
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
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

    /**
     * Returns all items under a partition key as all answered writes have left them: a round trip for each megabyte.
     */
    List<Map<String, AttributeValue>> query(String partitionKey, Deadline deadline) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        Map<String, AttributeValue> start = Map.of();
        do {
            QueryRequest.Builder request = partition(partitionKey, "#pk=:pk", Map.of());
            if (!start.isEmpty()) {
                request.exclusiveStartKey(start);
            }
            QueryResponse page = query(request, deadline);
            items.addAll(page.items());
            start = page.lastEvaluatedKey();
        } while (!start.isEmpty());
        return items;
    }

    /**
     * Returns the first items under a partition key that have smaller sort keys.
     *
     * @param after the key of the item behind which to begin; empty to begin with the first
     */
    List<Map<String, AttributeValue>> queryBelow(
            String partitionKey, String sortKey, Map<String, AttributeValue> after, int limit, Deadline deadline) {
        QueryRequest.Builder request = partition(
                        partitionKey, "#pk=:pk AND #sk<:sk", Map.of(":sk", AttributeValue.fromS(sortKey)))
                .limit(limit);
        if (!after.isEmpty()) {
            request.exclusiveStartKey(after);
        }
        return query(request, deadline).items();
    }

    private QueryRequest.Builder partition(
            String partitionKey, String condition, Map<String, AttributeValue> moreValues) {
        Map<String, AttributeValue> values = new HashMap<>(moreValues);
        values.put(":pk", AttributeValue.fromS(partitionKey));
        Map<String, String> names = new HashMap<>();
        names.put("#pk", SessionItem.PARTITION_KEY);
        if (!moreValues.isEmpty()) {
            names.put("#sk", SessionItem.SORT_KEY);
        }
        return QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression(condition)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .consistentRead(true);
    }

    private QueryResponse query(QueryRequest.Builder request, Deadline deadline) {
        return call(
                "Query",
                deadline,
                config -> client.query(request.overrideConfiguration(config).build()));
    }

    /** Updates an item; returns what the updated fields had before, as far as they were there. */
    WriteAnswer update(StoreKey key, Expression expression, Deadline deadline) {
        UpdateItemRequest.Builder request = UpdateItemRequest.builder()
                .tableName(table)
                .key(SessionItem.key(key))
                .updateExpression(expression.update())
                .conditionExpression(expression.condition())
                .expressionAttributeNames(expression.names())
                .expressionAttributeValues(expression.values())
                .returnValues(ReturnValue.UPDATED_OLD)
                .returnValuesOnConditionCheckFailure(STORED_ITEM);
        return write(
                "UpdateItem",
                deadline,
                config -> client.updateItem(
                                request.overrideConfiguration(config).build())
                        .attributes());
    }

    /** Puts a whole item; returns the one that was there before. */
    WriteAnswer put(Map<String, AttributeValue> item, Expression condition, Deadline deadline) {
        PutItemRequest.Builder request = PutItemRequest.builder()
                .tableName(table)
                .item(item)
                .conditionExpression(condition.condition())
                .expressionAttributeNames(condition.names())
                .returnValues(ReturnValue.ALL_OLD)
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
     * Puts several whole items or none. A repetition after a lost answer is recognised by the service itself.
     *
     * @return why nothing was written, one code for each item: {@link #NO_OBJECTION}, {@link #CONDITION_FAILED} or that
     *     another write was in the way; empty if all were written
     */
    List<String> putAll(List<Put> puts, Deadline deadline) {
        TransactWriteItemsRequest.Builder request = TransactWriteItemsRequest.builder()
                .clientRequestToken(UUID.randomUUID().toString())
                .transactItems(puts.stream()
                        .map(put -> TransactWriteItem.builder().put(put).build())
                        .toList());
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

    /** Returns a member of a {@link #putAll} that is put over whatever is there. */
    Put member(Map<String, AttributeValue> item) {
        return Put.builder().tableName(table).item(item).build();
    }

    /** Returns a member of a {@link #putAll}. */
    Put member(Map<String, AttributeValue> item, Expression condition) {
        Put.Builder put = Put.builder()
                .tableName(table)
                .item(item)
                .conditionExpression(condition.condition())
                .expressionAttributeNames(condition.names());
        return condition.values().isEmpty()
                ? put.build()
                : put.expressionAttributeValues(condition.values()).build();
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

    /**
     * Makes a call; repeats it while a transaction is in the way, or answers are cut short, which the SDK takes for a
     * refusal if the connection broke after the status.
     *
     * @param action the API action, for messages
     * @param call gets the configuration that the deadline leaves
     */
    <T> T call(String action, Deadline deadline, Function<AwsRequestOverrideConfiguration, T> call) {
        String trouble = "did not answer";
        while (true) {
            requireTime(action, trouble, deadline);
            try {
                return call.apply(deadline.nextCall());
            } catch (ConditionalCheckFailedException | TransactionCanceledException e) {
                throw e;
            } catch (TransactionConflictException | TransactionInProgressException e) {
                // another request's transaction is in the way, or our own first attempt, whose answer was lost
                trouble = "was busy with other writes of the same session until the time was over";
                deadline.backOff();
            } catch (SdkException e) {
                if (!ErrorTranslation.isCutShort(e)) {
                    throw errors.translate(action, e);
                }
                trouble = "answered in part only until the time was over";
                deadline.backOff();
            }
        }
    }

    /** Throws that the store is unavailable if the time is over. */
    void requireTime(String action, String reason, Deadline deadline) {
        if (deadline.isOver()) {
            throw errors.unavailable(action, reason, null);
        }
    }
}

package io.cloakroom.session.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Reads and writes of many items by their keys, unconditional and not atomic. What the service leaves undone of a batch
 * it gets again until the deadline.
 */
final class BatchCalls {

    private static final int MOST_READS = 100;
    private static final int MOST_WRITES = 25;

    private final DynamoDbClient client;
    private final String table;
    private final TableCalls calls;

    BatchCalls(DynamoDbClient client, String table, TableCalls calls) {
        this.client = client;
        this.table = table;
        this.calls = calls;
    }

    /**
     * Returns the items that there are of some keys, each as all answered writes have left it.
     *
     * @param keys the keys, each once
     * @return the items, in any order
     */
    List<Map<String, AttributeValue>> get(List<Map<String, AttributeValue>> keys, Deadline deadline) {
        return get(keys, List.of(), deadline);
    }

    /** Returns some fields only. It costs as much, but not as many bytes on the wire. */
    List<Map<String, AttributeValue>> get(
            List<Map<String, AttributeValue>> keys, List<String> fields, Deadline deadline) {
        Projection projection = Projection.of(fields);
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        List<Map<String, AttributeValue>> left = keys;
        while (!left.isEmpty()) {
            List<Map<String, AttributeValue>> now = left.subList(0, Math.min(MOST_READS, left.size()));
            BatchGetItemResponse answer = getOnce(now, projection, deadline);
            items.addAll(answer.responses().getOrDefault(table, List.of()));
            List<Map<String, AttributeValue>> undone = answer.unprocessedKeys().containsKey(table)
                    ? answer.unprocessedKeys().get(table).keys()
                    : List.of();
            // a full answer leaves keys undone, too: only one without progress means that the service is overloaded
            pauseIf(undone.size() == now.size(), "BatchGetItem", deadline);
            left = joined(undone, left.subList(now.size(), left.size()));
        }
        return items;
    }

    private BatchGetItemResponse getOnce(
            List<Map<String, AttributeValue>> keys, Projection projection, Deadline deadline) {
        KeysAndAttributes.Builder wanted =
                KeysAndAttributes.builder().keys(keys).consistentRead(true);
        if (!projection.names().isEmpty()) {
            wanted.projectionExpression(projection.expression()).expressionAttributeNames(projection.names());
        }
        BatchGetItemRequest.Builder request = BatchGetItemRequest.builder().requestItems(Map.of(table, wanted.build()));
        return calls.call(
                "BatchGetItem",
                deadline,
                config -> client.batchGetItem(
                        request.overrideConfiguration(config).build()));
    }

    /** Puts items over whatever is there. */
    void put(List<Map<String, AttributeValue>> items, Deadline deadline) {
        write(
                items.stream()
                        .map(item -> WriteRequest.builder()
                                .putRequest(put -> put.item(item))
                                .build())
                        .toList(),
                deadline);
    }

    /** Deletes items; those that are not there do not matter. */
    void delete(List<Map<String, AttributeValue>> keys, Deadline deadline) {
        write(
                keys.stream()
                        .map(key -> WriteRequest.builder()
                                .deleteRequest(delete -> delete.key(key))
                                .build())
                        .toList(),
                deadline);
    }

    private void write(List<WriteRequest> writes, Deadline deadline) {
        List<WriteRequest> left = writes;
        while (!left.isEmpty()) {
            List<WriteRequest> now = left.subList(0, Math.min(MOST_WRITES, left.size()));
            List<WriteRequest> undone = writeOnce(now, deadline);
            pauseIf(!undone.isEmpty(), "BatchWriteItem", deadline);
            left = joined(undone, left.subList(now.size(), left.size()));
        }
    }

    private List<WriteRequest> writeOnce(List<WriteRequest> writes, Deadline deadline) {
        BatchWriteItemRequest.Builder request = BatchWriteItemRequest.builder().requestItems(Map.of(table, writes));
        return calls.call(
                "BatchWriteItem",
                deadline,
                config -> client.batchWriteItem(
                                request.overrideConfiguration(config).build())
                        .unprocessedItems()
                        .getOrDefault(table, List.of()));
    }

    private void pauseIf(boolean overloaded, String action, Deadline deadline) {
        if (overloaded) {
            deadline.backOff();
            calls.requireTime(action, "throttled a part of it", deadline);
        }
    }

    /** Which fields to return; all of them if no names are given. */
    private record Projection(String expression, Map<String, String> names) {

        static Projection of(List<String> fields) {
            Map<String, String> names = new TreeMap<>();
            fields.forEach(field -> names.put("#" + names.size(), field));
            return new Projection(String.join(",", names.keySet()), names);
        }
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> joined = new ArrayList<>(first);
        joined.addAll(second);
        return joined;
    }
}

package io.cloakroom.session.dynamodb;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Writes down what a client calls, attempts included, and has the server say what each call costs. */
final class RecordedCalls implements ExecutionInterceptor {

    private final List<String> attempts = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Double> units = new CopyOnWriteArrayList<>();
    private final List<Integer> kilobytesInTransactions = new CopyOnWriteArrayList<>();
    private final List<String> inTransactions = new CopyOnWriteArrayList<>();
    private final List<String> putInBatches = new CopyOnWriteArrayList<>();

    /** Returns the API actions that went over the wire, in their order. */
    List<String> attempts() {
        return List.copyOf(attempts);
    }

    /** Returns the threads that sent them. */
    List<Thread> threads() {
        return List.copyOf(threads);
    }

    /** Returns the capacity units that the answered calls but transactions have consumed. */
    double units() {
        return units.stream().mapToDouble(unit -> unit).sum();
    }

    /** Returns what the answered call that came first has consumed. */
    double firstUnits() {
        return units.get(0);
    }

    /**
     * Returns the sizes of the items that transactions have put, rounded up, in their order. The service takes two
     * write units for each kilobyte; DynamoDB Local reports something else for transactions.
     */
    List<Integer> kilobytesInTransactions() {
        return List.copyOf(kilobytesInTransactions);
    }

    /** Returns the actions that a policy has to grant for what was called. */
    Set<String> permissions() {
        Set<String> permissions = new TreeSet<>(attempts);
        permissions.remove("TransactWriteItems");
        permissions.addAll(inTransactions);
        return permissions;
    }

    /** Returns the partition keys of the items that were put in batches. */
    List<String> putInBatches() {
        return List.copyOf(putInBatches);
    }

    void clear() {
        inTransactions.clear();
        kilobytesInTransactions.clear();
        putInBatches.clear();
        attempts.clear();
        threads.clear();
        units.clear();
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        ReturnConsumedCapacity total = ReturnConsumedCapacity.TOTAL;
        SdkRequest request = context.request();
        if (request instanceof QueryRequest query) {
            return query.toBuilder().returnConsumedCapacity(total).build();
        } else if (request instanceof GetItemRequest get) {
            return get.toBuilder().returnConsumedCapacity(total).build();
        } else if (request instanceof PutItemRequest put) {
            return put.toBuilder().returnConsumedCapacity(total).build();
        } else if (request instanceof UpdateItemRequest update) {
            return update.toBuilder().returnConsumedCapacity(total).build();
        } else if (request instanceof TransactWriteItemsRequest transaction) {
            transaction.transactItems().forEach(this::add);
            return transaction;
        } else if (request instanceof BatchGetItemRequest get) {
            return get.toBuilder().returnConsumedCapacity(total).build();
        } else if (request instanceof BatchWriteItemRequest write) {
            write.requestItems().values().forEach(this::add);
            return write.toBuilder().returnConsumedCapacity(total).build();
        }
        return request;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        attempts.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        threads.add(Thread.currentThread());
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        if (context.response() instanceof QueryResponse query) {
            add(query.consumedCapacity());
        } else if (context.response() instanceof GetItemResponse get) {
            add(get.consumedCapacity());
        } else if (context.response() instanceof PutItemResponse put) {
            add(put.consumedCapacity());
        } else if (context.response() instanceof UpdateItemResponse update) {
            add(update.consumedCapacity());
        } else if (context.response() instanceof BatchGetItemResponse get) {
            get.consumedCapacity().forEach(this::add);
        } else if (context.response() instanceof BatchWriteItemResponse write) {
            write.consumedCapacity().forEach(this::add);
        }
    }

    private void add(List<WriteRequest> writes) {
        writes.stream()
                .filter(write -> write.putRequest() != null)
                .forEach(write -> putInBatches.add(
                        SessionItem.partitionKey(write.putRequest().item())));
    }

    private void add(TransactWriteItem member) {
        if (member.put() != null) {
            inTransactions.add("PutItem");
            kilobytesInTransactions.add((ItemSize.of(member.put().item()) + 1023) / 1024);
        } else if (member.update() != null) {
            inTransactions.add("UpdateItem");
        } else {
            inTransactions.add(member.delete() != null ? "DeleteItem" : "ConditionCheckItem");
        }
    }

    private void add(ConsumedCapacity capacity) {
        units.add(capacity.capacityUnits());
    }
}

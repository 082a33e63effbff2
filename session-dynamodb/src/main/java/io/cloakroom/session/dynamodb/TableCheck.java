package io.cloakroom.session.dynamodb;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.BillingModeSummary;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Compares a table with what the store needs. */
final class TableCheck {

    /** A table that is being updated goes on working. */
    private static final Set<TableStatus> USABLE = EnumSet.of(TableStatus.ACTIVE, TableStatus.UPDATING);

    /** The service takes up to an hour to enable it. */
    private static final Set<TimeToLiveStatus> EXPIRING =
            EnumSet.of(TimeToLiveStatus.ENABLED, TimeToLiveStatus.ENABLING);

    private TableCheck() {}

    static boolean expires(TimeToLiveDescription ttl) {
        return EXPIRING.contains(ttl.timeToLiveStatus());
    }

    static SessionTable.Facts facts(TableDescription table, TimeToLiveDescription ttl) {
        BillingModeSummary billing = table.billingModeSummary();
        return new SessionTable.Facts(
                table.tableArn(),
                table.tableStatusAsString(),
                billing != null && billing.billingMode() == BillingMode.PAY_PER_REQUEST,
                isProtected(table),
                expires(ttl) ? ttl.attributeName() : "",
                orZero(table.itemCount()),
                orZero(table.tableSizeBytes()));
    }

    private static boolean isProtected(TableDescription table) {
        return Boolean.TRUE.equals(table.deletionProtectionEnabled());
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    static List<String> problems(TableDescription table, TimeToLiveDescription ttl, boolean deletionProtection) {
        List<String> problems = new ArrayList<>();
        if (!USABLE.contains(table.tableStatus())) {
            problems.add("it is " + table.tableStatusAsString() + ", not ACTIVE; wait for it");
        }
        String keys = keys(table);
        String needed = SessionItem.PARTITION_KEY + " (S, HASH), " + SessionItem.SORT_KEY + " (S, RANGE)";
        if (!keys.equals(needed)) {
            problems.add("its key is " + keys + " but must be " + needed
                    + "; a key cannot be changed, so use a table of its own for sessions");
        }
        timeToLiveProblem(ttl).ifPresent(problems::add);
        if (deletionProtection && !isProtected(table)) {
            problems.add("its deletion protection is off; switch it on with UpdateTable");
        }
        return problems;
    }

    private static Optional<String> timeToLiveProblem(TimeToLiveDescription ttl) {
        if (!expires(ttl)) {
            return Optional.of("time to live is " + ttl.timeToLiveStatusAsString() + ", so that expired sessions stay"
                    + " for ever; enable it for the attribute '" + SessionItem.TTL + "'");
        }
        return SessionItem.TTL.equals(ttl.attributeName())
                ? Optional.empty()
                : Optional.of("time to live goes by the attribute '" + ttl.attributeName() + "' but must go by '"
                        + SessionItem.TTL + "'; disable it and enable it for that one");
    }

    private static String keys(TableDescription table) {
        return table.keySchema().stream()
                .sorted((a, b) -> Boolean.compare(isSortKey(a), isSortKey(b)))
                .map(key -> key.attributeName() + " (" + type(table, key.attributeName()) + ", " + key.keyTypeAsString()
                        + ")")
                .collect(Collectors.joining(", "));
    }

    private static boolean isSortKey(KeySchemaElement key) {
        return key.keyType() == KeyType.RANGE;
    }

    private static String type(TableDescription table, String field) {
        return table.attributeDefinitions().stream()
                .filter(definition -> definition.attributeName().equals(field))
                .map(AttributeDefinition::attributeTypeAsString)
                .findFirst()
                .orElse("?");
    }
}

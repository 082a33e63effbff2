package io.cloakroom.session.dynamodb;

import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Turns what the SDK throws into what a store throws: worth a retry later, or a mistake that somebody has to mend. */
final class ErrorTranslation {

    /** All that the store calls, also within transactions. */
    static final List<String> STORE_ACTIONS =
            List.of("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "BatchWriteItem");

    private static final int SERVER_ERROR = 500;

    private static final String NO_CODE = "(no error code)";

    private static final Set<String> REFUSED_CREDENTIALS = Set.of(
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "IncompleteSignatureException",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "ExpiredTokenException",
            "InvalidClientTokenId");

    private static final Set<String> ABOUT_WHAT_IS_STORED =
            Set.of(TableCalls.NO_OBJECTION, TableCalls.CONDITION_FAILED, "TransactionConflict");

    /** An answer of the kind 400 that is nobody's mistake. */
    private static final String PASSING = "ReplicatedWriteConflictException";

    /** How the messages of the SDK's own providers of credentials begin; there is no type to tell by. */
    private static final String NO_CREDENTIALS = "Unable to load credentials";

    private final String table;
    private final String region;

    ErrorTranslation(DynamoDbClient client, String table) {
        this.table = table;
        region = client.serviceClientConfiguration().region().id();
    }

    /**
     * Returns the exception to throw.
     *
     * @param action the API action that failed
     * @param e what the SDK threw
     */
    SessionStoreException translate(String action, SdkException e) {
        return e instanceof AwsServiceException service ? answered(action, service) : unanswered(action, e);
    }

    private SessionStoreException answered(String action, AwsServiceException e) {
        String code = errorCode(e);
        if (e.isThrottlingException()) {
            return unavailable(action, "throttled it: " + code, e);
        }
        if (e instanceof ResourceNotFoundException) {
            return noTable(e);
        }
        if (code.equals("AccessDeniedException")) {
            return accessDenied(action, e);
        }
        if (REFUSED_CREDENTIALS.contains(code)) {
            return refusedCredentials(code, e);
        }
        if (code.equals("ValidationException")) {
            return rejected(action, e);
        }
        String what = "answered " + e.statusCode() + " " + code;
        return e.statusCode() >= SERVER_ERROR || code.equals(PASSING)
                ? unavailable(action, what, e)
                : new SessionStoreException(failed(action, what), e);
    }

    private SessionStoreException unanswered(String action, SdkException e) {
        boolean noCredentials = e.getMessage() != null && e.getMessage().startsWith(NO_CREDENTIALS);
        return unavailable(
                action,
                noCredentials
                        ? "was not asked, because the client finds no credentials. Check its provider, or the role of"
                                + " the machine"
                        : "did not answer",
                e);
    }

    /**
     * Returns the reasons why a transaction was cancelled, if they are about what is stored.
     *
     * @return a code for each item
     * @throws SessionStoreException if the reason is another: the service is overloaded or takes an item for invalid
     */
    List<String> cancellation(String action, TransactionCanceledException e) {
        List<String> codes =
                e.cancellationReasons().stream().map(CancellationReason::code).toList();
        if (codes.contains("ValidationError")) {
            throw rejected(action, e);
        }
        if (!ABOUT_WHAT_IS_STORED.containsAll(codes)) {
            throw unavailable(action, "cancelled it: " + codes, e);
        }
        return codes;
    }

    /**
     * Returns the exception for an answer that is worth a retry later.
     *
     * @param what what DynamoDB did, to complete the sentence
     */
    SessionStoreUnavailableException unavailable(String action, String what, @Nullable Throwable cause) {
        return new SessionStoreUnavailableException(failed(action, what), cause);
    }

    private String failed(String action, String what) {
        return action + " on the session table '" + table + "' failed: DynamoDB " + what;
    }

    private SessionStoreException noTable(AwsServiceException e) {
        return new SessionStoreException(
                "There is no session table '" + table + "' in " + region
                        + " in the account of the client. Create it with" + " SessionTable.of(client, \"" + table
                        + "\").create(), or name another table or region.",
                e);
    }

    private SessionStoreException accessDenied(String action, AwsServiceException e) {
        return new SessionStoreException(
                "Access denied to dynamodb:" + action + " on the session table '" + table
                        + "'. Grant it: the store needs dynamodb:" + String.join(", ", STORE_ACTIONS)
                        + "; SessionTable needs DescribeTable and DescribeTimeToLive, and to create the table"
                        + " CreateTable, UpdateTimeToLive and, for tags, TagResource.",
                e);
    }

    private static SessionStoreException refusedCredentials(String code, AwsServiceException e) {
        return new SessionStoreException(
                "DynamoDB refuses the credentials (" + code + "). Renew them, or give the client a provider that does.",
                e);
    }

    private SessionStoreException rejected(String action, AwsServiceException e) {
        return new RejectedRequestException(
                "DynamoDB rejects " + action + " on the table '" + table
                        + "' as invalid. If the table was not created by"
                        + " SessionTable, its key is probably another: see SessionTable.of(client, \"" + table
                        + "\").check().",
                e);
    }

    /** Tells whether only the status of a refusal has arrived: the service always says why. */
    static boolean isCutShort(SdkException e) {
        return e instanceof AwsServiceException service
                && service.statusCode() < SERVER_ERROR
                && errorCode(service).equals(NO_CODE);
    }

    private static String errorCode(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null || details.errorCode() == null ? NO_CODE : details.errorCode();
    }
}

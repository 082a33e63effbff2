package io.cloakroom.examples.myclothes;

import io.cloakroom.examples.myclothes.startup.StartupException;
import io.cloakroom.session.dynamodb.DynamoDbSessionStore;
import io.cloakroom.session.dynamodb.DynamoDbSessionStoreBuilder;
import io.cloakroom.session.dynamodb.SessionTable;
import io.cloakroom.session.store.SessionException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** The DynamoDB table that the settings name. */
final class DynamoDbTable {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Region region;
    private final Optional<URI> endpoint;
    private final String table;
    private final AwsCredentialsProvider credentials;

    private DynamoDbTable(Region region, Optional<URI> endpoint, String table) {
        this.region = region;
        this.endpoint = endpoint;
        this.table = table;
        this.credentials = credentials(endpoint);
    }

    /** Opens a store on the table, after a look at the table, which is created before if the settings allow it. */
    static DynamoDbSessionStore open(Settings settings) throws StartupException {
        DynamoDbTable table = new DynamoDbTable(
                Region.of(settings.dynamoDbRegion()), endpoint(settings.dynamoDbEndpoint()), settings.dynamoDbTable());
        table.prepare(settings.dynamoDbCreateTable());
        return table.store();
    }

    private DynamoDbSessionStore store() throws StartupException {
        try {
            DynamoDbSessionStoreBuilder store =
                    DynamoDbSessionStore.builder(region).table(table).credentials(credentials);
            endpoint.ifPresent(store::endpoint);
            return warm(store.build());
        } catch (IllegalArgumentException e) {
            throw StartupException.setting("MYCLOTHES_DYNAMODB_TABLE: " + e.getMessage());
        }
    }

    /** The first shopper is not to wait for what the first call of a JVM has to do. */
    private static DynamoDbSessionStore warm(DynamoDbSessionStore store) throws StartupException {
        try {
            store.warmUp();
            return store;
        } catch (SessionException e) {
            store.close();
            throw StartupException.dependency("DynamoDB does not answer: " + e.getMessage());
        }
    }

    private void prepare(boolean create) throws StartupException {
        try (DynamoDbClient client = client()) {
            SessionTable sessions = SessionTable.of(client, table);
            if (create) {
                sessions.create();
            } else {
                sessions.check();
            }
        } catch (SessionStoreUnavailableException | SdkException e) {
            throw StartupException.dependency("DynamoDB does not answer: check MYCLOTHES_DYNAMODB_ENDPOINT,"
                    + " MYCLOTHES_DYNAMODB_REGION and the AWS credentials");
        } catch (SessionException | IllegalArgumentException e) {
            throw StartupException.setting("The session table cannot be used, correct it or set"
                    + " MYCLOTHES_DYNAMODB_CREATE_TABLE=true to have it created: " + e.getMessage());
        }
    }

    private DynamoDbClient client() {
        DynamoDbClientBuilder client = DynamoDbClient.builder()
                .region(region)
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder());
        endpoint.ifPresent(client::endpointOverride);
        return client.build();
    }

    private static Optional<URI> endpoint(String text) throws StartupException {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException e) {
            // as wrong as an address without a host
        }
        throw StartupException.setting(
                "MYCLOTHES_DYNAMODB_ENDPOINT must be an address such as http://127.0.0.1:8000: " + text);
    }

    /** A DynamoDB on this machine takes any credentials, and asks for some. */
    private static AwsCredentialsProvider credentials(Optional<URI> endpoint) {
        return endpoint.map(URI::getHost).filter(LOOPBACK::contains).isPresent()
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))
                : DefaultCredentialsProvider.builder().build();
    }
}

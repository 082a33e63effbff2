package io.cloakroom.examples.lab;

import io.cloakroom.session.dynamodb.SessionTable;
import java.net.URI;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The table that the instances expect. */
final class LabTable {

    private LabTable() {}

    /** Creates the table unless it is there. */
    static void create(URI endpoint) {
        try (DynamoDbClient client = DynamoDbClient.builder()
                .region(Stores.REGION)
                .credentialsProvider(Stores.credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(endpoint)
                .build()) {
            SessionTable.of(client, Stores.TABLE).create();
        }
    }
}

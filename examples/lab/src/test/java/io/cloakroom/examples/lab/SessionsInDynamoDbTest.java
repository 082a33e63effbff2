package io.cloakroom.examples.lab;

import io.cloakroom.session.store.SessionStore;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

@Tag("long")
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class SessionsInDynamoDbTest extends WholePath {

    @BeforeAll
    static void createTable() {
        LabTable.create(DynamoDbLocal.shared().endpoint());
    }

    @Override
    protected SessionStore openStore() {
        return Stores.open("dynamodb:" + DynamoDbLocal.shared().endpoint());
    }
}

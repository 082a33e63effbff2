/** A session store in Amazon DynamoDB. */
@org.jspecify.annotations.NullMarked
module io.cloakroom.session.dynamodb {
    requires static transitive org.jspecify;
    requires transitive io.cloakroom.session;
    requires transitive software.amazon.awssdk.auth;
    requires transitive software.amazon.awssdk.regions;
    requires transitive software.amazon.awssdk.services.dynamodb;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.http.urlconnection;
    requires software.amazon.awssdk.retries;
    requires software.amazon.awssdk.retries.api;

    exports io.cloakroom.session.dynamodb;
}

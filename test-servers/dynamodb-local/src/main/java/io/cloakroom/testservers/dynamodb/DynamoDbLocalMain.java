package io.cloakroom.testservers.dynamodb;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.lang.reflect.Field;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * What the child JVM runs: DynamoDB Local, whose own main class would listen on every network interface and has no
 * option against it.
 */
final class DynamoDbLocalMain {

    private DynamoDbLocalMain() {}

    /**
     * Serves until the process ends.
     *
     * @param arguments the port
     * @throws Exception what DynamoDB Local throws when it does not start
     */
    public static void main(String[] arguments) throws Exception {
        DynamoDBProxyServer server = ServerRunner.createServerFromCommandLineArgs(
                new String[] {"-inMemory", "-sharedDb", "-disableTelemetry", "-port", arguments[0]});
        Stream.of(httpServerOf(server).getConnectors())
                .map(ServerConnector.class::cast)
                .forEach(connector -> connector.setHost("127.0.0.1"));
        server.start();
        server.join();
    }

    private static Server httpServerOf(DynamoDBProxyServer server) throws ReflectiveOperationException {
        Field field = DynamoDBProxyServer.class.getDeclaredField("server");
        field.setAccessible(true);
        return (Server) field.get(server);
    }
}

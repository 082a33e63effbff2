package io.cloakroom.session.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.ClientOptions.ReauthenticateBehavior;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import java.time.Duration;

/** What a client must be set to, whether it is ours or was handed in. */
final class ClientSettings {

    private ClientSettings() {}

    /*
     * A write that was under way when the connection broke may have happened. Sent again it would find its own version
     * and look like a conflict, which a merge would answer by applying the change twice. A client that rejects commands
     * while disconnected fails those under way too; any other sends them again.
     */
    static void apply(ClientOptions.Builder options, RedisCredentialsProvider credentials, Duration connectTimeout) {
        options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                // every call has a deadline of its own
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(connectTimeout)
                        .keepAlive(true)
                        .build());
        if (credentials.supportsStreaming()) {
            options.reauthenticateBehavior(ReauthenticateBehavior.ON_NEW_CREDENTIALS);
        }
    }

    /** Refuses a client that would send writes twice, and settings that need a client of ours. */
    static void require(ClientOptions client, LinkOptions options) {
        if (client.getDisconnectedBehavior() != DisconnectedBehavior.REJECT_COMMANDS) {
            throw new IllegalStateException("The options of the client must have disconnectedBehavior REJECT_COMMANDS:"
                    + " otherwise it sends writes twice when a connection breaks.");
        }
        if (options.consolidateFlushes()) {
            throw new IllegalStateException("consolidateFlushes needs a client of the store's own: leave it out, and"
                    + " give the resources of this client a NettyCustomizer.");
        }
    }
}

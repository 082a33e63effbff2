package io.cloakroom.session.redis;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;

/** Sends the commands that threads hand over at about the same time in one system call instead of one each. */
final class FlushConsolidation implements NettyCustomizer {

    private static final int MOST_COMMANDS = 256;

    @Override
    public void afterChannelInitialized(Channel channel) {
        channel.pipeline().addFirst(new FlushConsolidationHandler(MOST_COMMANDS, true));
    }
}

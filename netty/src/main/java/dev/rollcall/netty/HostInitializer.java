// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.protocol.Verdict;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpResponseEncoder;
import org.jspecify.annotations.Nullable;

/** Sets up a connection to serve requests. */
@Sharable
final class HostInitializer extends ChannelInitializer<Channel> {

    private final Serving serving;
    private final @Nullable Verdict verdict;

    /**
     * For connections of a host.
     *
     * @param verdict what has been decided about the first request; null when nothing has
     */
    HostInitializer(Serving serving, @Nullable Verdict verdict) {
        this.serving = serving;
        this.verdict = verdict;
    }

    @Override
    protected void initChannel(Channel channel) {
        HttpResponseEncoder encoder = new HttpResponseEncoder();
        RequestHandler handler = new RequestHandler(channel, serving, encoder, verdict);
        channel.pipeline().addLast(handler.decoder(), encoder, handler);
    }
}

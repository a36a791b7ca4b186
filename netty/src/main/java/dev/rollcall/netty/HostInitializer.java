// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Sets up an accepted connection to serve requests. */
final class HostInitializer extends ChannelInitializer<Channel> {

    private final Serving serving;

    HostInitializer(Serving serving) {
        this.serving = serving;
    }

    @Override
    protected void initChannel(Channel channel) {
        HttpResponseEncoder encoder = new HttpResponseEncoder();
        RequestHandler handler = new RequestHandler(channel, serving, encoder);
        channel.pipeline().addLast(handler.decoder(), encoder, handler);
    }
}

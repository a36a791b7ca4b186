// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.reactor;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.TabFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import reactor.core.publisher.MonoSink;

/** A held event stream. */
final class PlainStream extends PlainTab {

    private final MonoSink<Void> end;

    /**
     * Creates the tab of a response that is not complete.
     *
     * @param end completes the response
     */
    PlainStream(Channel channel, MonoSink<Void> end) {
        super(channel);
        this.end = end;
    }

    @Override
    ByteBuf bytes(TabFrame frame) {
        return PlainEncodings.event(channel().alloc(), frame);
    }

    @Override
    public void ping() {}

    @Override
    void end(Disconnect disconnect) {
        end.success();
    }
}

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

    /** Holds the answer whose end this is. */
    PlainStream(Channel channel, MonoSink<Void> end) {
        super(channel);
        this.end = end;
    }

    @Override
    ByteBuf bytes(TabFrame frame) {
        return PlainForms.event(channel().alloc(), frame);
    }

    @Override
    public void ping() {}

    @Override
    void end(Disconnect disconnect) {
        end.success();
    }
}

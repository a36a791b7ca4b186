// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.netty.internal.frame.SharedFrames;
import dev.rollcall.protocol.wire.EncodedMessage;
import dev.rollcall.protocol.wire.TabFrame;
import io.netty.buffer.ByteBuf;

/**
 * An SSE stream held without a channel. It discards what the peer still sends, to notice at once when the peer goes.
 */
final class DenseStream extends DenseWire {

    DenseStream(DenseSocket socket, DenseLoop loop) {
        super(socket, loop);
    }

    @Override
    public void received() {}

    @Override
    public void ping() {}

    @Override
    ByteBuf append(ByteBuf to, TabFrame frame) {
        return to.writeBytes(frame.encoded().sseHead())
                .writeBytes(frame.tailOrEmpty())
                .writeBytes(EncodedMessage.sseEnd());
    }

    @Override
    ByteBuf shared(SharedFrames frames, TabFrame frame) {
        return frames.event(dense().alloc(), frame.encoded());
    }

    @Override
    void end(Disconnect disconnect) {
        closeWhenSent();
    }
}

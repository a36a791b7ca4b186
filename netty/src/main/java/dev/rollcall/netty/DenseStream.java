// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.EncodedMessage;
import dev.rollcall.protocol.wire.TabFrame;
import io.netty.buffer.ByteBuf;

/** A held SSE stream. What the peer still sends is read and thrown away, so that its leaving is noticed at once. */
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
    ByteBuf shared(SharedBytes bytes, TabFrame frame) {
        return bytes.event(dense().alloc(), frame.encoded());
    }

    @Override
    void end(Disconnect disconnect) {
        closeAfterAll();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.session.Encoded;
import dev.rollcall.protocol.session.Frame;
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
    ByteBuf append(ByteBuf to, Frame frame) {
        return to.writeBytes(frame.encoded().sseHead())
                .writeBytes(frame.tailOrEmpty())
                .writeBytes(Encoded.sseEnd());
    }

    @Override
    ByteBuf shared(SharedBytes bytes, Frame frame) {
        return bytes.event(dense().alloc(), frame.encoded());
    }

    @Override
    void end(Disconnect disconnect) {
        closeAfterAll();
    }
}

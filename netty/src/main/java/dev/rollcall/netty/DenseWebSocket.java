// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.session.Frame;
import dev.rollcall.protocol.session.Session;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A held WebSocket. */
final class DenseWebSocket extends DenseWire implements FrameReader.Taker {

    /** Only while a frame or message has come in part. */
    private @Nullable FrameReader reader;

    DenseWebSocket(DenseSocket socket, DenseLoop loop) {
        super(socket, loop);
    }

    @Override
    public void received() {
        FrameReader own = reader;
        FrameReader used = own == null ? dense().spareReader() : own;
        used.read(dense().in(), this);
        if (own == null && !used.isIdle()) {
            dense().spareReaderTaken();
            reader = used;
        } else if (own != null && used.isIdle()) {
            reader = null;
        }
    }

    @Override
    public void ping() {
        if (isOpen()) {
            put(ServerFrames.ping());
        }
    }

    @Override
    ByteBuf append(ByteBuf to, Frame frame) {
        return ServerFrames.header(to, ServerFrames.TEXT, frame.jsonLength())
                .writeBytes(frame.encoded().json())
                .writeBytes(frame.tailOrEmpty());
    }

    @Override
    ByteBuf shared(SharedBytes bytes, Frame frame) {
        return bytes.text(dense().alloc(), frame.encoded());
    }

    @Override
    void end(Disconnect disconnect) {
        put(ServerFrames.close(dense().alloc(), disconnect));
    }

    @Override
    public boolean listens() {
        return isOpen() && session() != null;
    }

    @Override
    public void text(String text) {
        tell().text(text);
    }

    @Override
    public void binary() {
        tell().binary();
    }

    @Override
    public void tooBig() {
        tell().tooBig();
    }

    /** A tab that sends pings but reads nothing gets no more pongs than the wire takes. */
    @Override
    public void ping(ByteBuf payload) {
        if (isWritable()) {
            put(ServerFrames.pong(dense().alloc(), payload));
        }
        tell().alive();
    }

    @Override
    public void pong() {
        tell().alive();
    }

    /** The tab says goodbye, first or in answer to us: the closing handshake ends with the socket. */
    @Override
    public void goodbye(int code) {
        if (isOpen()) {
            stopWriting();
            put(ServerFrames.closeEcho(dense().alloc(), code));
            closeAfterAll();
        } else {
            breakOff();
        }
    }

    @Override
    public void broken(Disconnect why) {
        close(why);
    }

    private Session tell() {
        Session session = session();
        if (session == null) {
            throw new IllegalStateException("the session is not open");
        }
        return session;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One connection through a {@link RoundRobin}: the client's and the node's. Used by one thread, except {@link #reset}.
 */
final class Relay {

    /** How many bytes to hold back, each way. The kernel, for which this is a hint, holds as many again. */
    static final int BYTES = 8_192;

    private final SelectionKey client;
    private final SelectionKey node;
    private final Pipe there;
    private final Pipe back;

    Relay(SocketChannel client, SocketChannel node, Selector selector) throws IOException {
        this.client = register(client, selector);
        this.node = register(node, selector);
        there = new Pipe(client, node);
        back = new Pipe(node, client);
    }

    private SelectionKey register(SocketChannel channel, Selector selector) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Moves the bytes that are there, and sets what to wait for. */
    void pump() {
        try {
            there.pump();
            back.pump();
            if (there.shut && back.shut) {
                client.channel().close();
                node.channel().close();
            } else {
                client.interestOps(there.toRead() | back.toWrite());
                node.interestOps(back.toRead() | there.toWrite());
            }
        } catch (IOException | CancelledKeyException e) {
            reset();
        }
    }

    /** Ends both sides as if cut off. */
    void reset() {
        reset((SocketChannel) client.channel());
        reset((SocketChannel) node.channel());
    }

    private static void reset(SocketChannel channel) {
        try (channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // It is closed already.
        }
    }

    /* One direction. */
    private static final class Pipe {
        private final SocketChannel from;
        private final SocketChannel to;
        private final ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        private boolean ended;
        private boolean shut;

        Pipe(SocketChannel from, SocketChannel to) {
            this.from = from;
            this.to = to;
        }

        void pump() throws IOException {
            if (!ended && bytes.hasRemaining()) {
                ended = from.read(bytes) < 0;
            }
            bytes.flip();
            to.write(bytes);
            bytes.compact();
            if (ended && !shut && bytes.position() == 0) {
                to.shutdownOutput();
                shut = true;
            }
        }

        int toRead() {
            return !ended && bytes.hasRemaining() ? SelectionKey.OP_READ : 0;
        }

        int toWrite() {
            return bytes.position() > 0 ? SelectionKey.OP_WRITE : 0;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One tab. It reads whatever arrives and, on a WebSocket, answers pings (RFC 6455, section 5.5.3), as a browser does. */
final class HeldTab {

    private static final List<String> SSE = List.of("GET /__skew/sse?version=v1&route=/shop HTTP/1.1");
    private static final List<String> WS = List.of(
            "GET /__skew/ws?version=v1&route=/shop HTTP/1.1",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    private static final List<String> COMMON =
            List.of("Host: localhost", "User-Agent: Mozilla/5.0 (X11; Linux)", "", "");
    private static final int PING = 9;
    private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};

    private final SocketChannel channel;
    private final boolean webSocket;

    /* The part of the current frame's head that has arrived; then the number of bytes of its body still to arrive. */
    private final byte[] head = new byte[10];
    private int headBytes;
    private long rest;

    private HeldTab(SocketChannel channel, boolean webSocket) {
        this.channel = channel;
        this.webSocket = webSocket;
    }

    /** Connects, and waits for the head of the answer. */
    static HeldTab open(int port, boolean webSocket) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        List<String> lines = new ArrayList<>(webSocket ? WS : SSE);
        lines.addAll(COMMON);
        String request = String.join("\r\n", lines);
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        String status = head(channel).substring(9, 12);
        if (!status.equals(webSocket ? "101" : "200")) {
            throw new IOException("status: " + status + " (expected: 101 or 200)");
        }
        channel.configureBlocking(false);
        return new HeldTab(channel, webSocket);
    }

    SocketChannel channel() {
        return channel;
    }

    /** Reads what has arrived. Returns false at the end of the stream. */
    boolean read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        int count = channel.read(buffer);
        buffer.flip();
        while (webSocket && buffer.hasRemaining()) {
            frame(buffer);
        }
        return count >= 0;
    }

    private void frame(ByteBuffer buffer) throws IOException {
        if (rest > 0) {
            int skipped = (int) Math.min(rest, buffer.remaining());
            buffer.position(buffer.position() + skipped);
            rest -= skipped;
            return;
        }
        head[headBytes++] = buffer.get();
        if (headBytes >= 2 && headBytes == headLength()) {
            rest = bodyLength();
            if ((head[0] & 0x0F) == PING) {
                channel.write(ByteBuffer.wrap(PONG)); // Rollcall's pings are empty, and so are the answers.
            }
            headBytes = 0;
        }
    }

    private int headLength() {
        return head[1] == 126 ? 4 : head[1] == 127 ? 10 : 2;
    }

    private long bodyLength() {
        ByteBuffer length = ByteBuffer.wrap(head);
        return head[1] == 126 ? Short.toUnsignedInt(length.getShort(2)) : head[1] == 127 ? length.getLong(2) : head[1];
    }

    private static String head(SocketChannel channel) throws IOException {
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0) {
            one.clear();
            if (channel.read(one) < 0) {
                throw new IOException("head: " + head + " (expected: a whole one)");
            }
            head.append((char) one.get(0));
        }
        return head.toString();
    }
}

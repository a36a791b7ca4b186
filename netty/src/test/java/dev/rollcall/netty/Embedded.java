// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One connection of a host without a socket: bytes in, bytes out, and a clock that stands still until it is moved. */
final class Embedded implements AutoCloseable {

    private final Serving serving;
    private final EmbeddedChannel channel;

    Embedded(Function<Request, Verdict> decide) {
        this(new Serving(decide, reason -> {}, Limits.DEFAULTS));
    }

    Embedded(Serving serving) {
        this.serving = serving;
        this.channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress("192.0.2.7", 4321);
            }
        };
        channel.freezeTime();
        channel.pipeline().addLast(new HostInitializer(serving, null));
    }

    static Verdict ok(String body) {
        return new Verdict.Answer(response(200, body));
    }

    static Response response(int status, String body) {
        return new Response(status, Map.of("Content-Type", "text/plain"), body.getBytes(StandardCharsets.UTF_8));
    }

    EmbeddedChannel channel() {
        return channel;
    }

    Serving serving() {
        return serving;
    }

    Embedded send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Embedded send(byte[] bytes) {
        // A direct buffer, as a socket makes them: those the leak detector watches.
        channel.writeInbound(channel.alloc().directBuffer(bytes.length).writeBytes(bytes));
        channel.runPendingTasks();
        return this;
    }

    /** All that was sent since the last call. */
    byte[] receivedBytes() {
        channel.runPendingTasks();
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        byte[] bytes = new byte[all.readableBytes()];
        all.readBytes(bytes);
        return bytes;
    }

    String received() {
        return new String(receivedBytes(), StandardCharsets.ISO_8859_1);
    }

    void advance(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    boolean isOpen() {
        channel.runPendingTasks();
        return channel.isOpen();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}

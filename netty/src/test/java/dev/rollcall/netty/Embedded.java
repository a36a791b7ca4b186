// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.netty.internal.accept.HostInitializer;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.LeaveChannel;
import dev.rollcall.netty.internal.serving.Limits;
import dev.rollcall.protocol.wire.Contract;
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
import org.jspecify.annotations.Nullable;

/** One connection of a host without a socket: bytes in, bytes out, and a clock that moves only when advanced. */
public final class Embedded implements AutoCloseable {

    private final HostContext context;
    private final EmbeddedChannel channel;

    public Embedded(Function<Request, Verdict> decide) {
        this(new FakeContract(decide));
    }

    public Embedded(Contract contract) {
        this(new HostContext(contract, Limits.DEFAULTS, LeaveChannel.NEVER, false));
    }

    public Embedded(HostContext context) {
        this(context, null);
    }

    /** Makes a connection that already has the verdict on its first request. */
    public Embedded(HostContext context, @Nullable Verdict decided) {
        this.context = context;
        this.channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress("192.0.2.7", 4321);
            }
        };
        channel.freezeTime();
        channel.pipeline().addLast(new HostInitializer(context, null, decided));
    }

    public static Verdict ok(String body) {
        return new Verdict.Answer(response(200, body));
    }

    public static Response response(int status, String body) {
        return new Response(status, Map.of("Content-Type", "text/plain"), body.getBytes(StandardCharsets.UTF_8));
    }

    public EmbeddedChannel channel() {
        return channel;
    }

    public HostContext context() {
        return context;
    }

    public Embedded send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Embedded send(byte[] bytes) {
        // A direct buffer, as sockets use: the leak detector watches those.
        channel.writeInbound(channel.alloc().directBuffer(bytes.length).writeBytes(bytes));
        channel.runPendingTasks();
        return this;
    }

    /** Returns everything that was sent since the last call. */
    public byte[] receivedBytes() {
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

    public String received() {
        return new String(receivedBytes(), StandardCharsets.ISO_8859_1);
    }

    public void advance(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    public boolean isOpen() {
        channel.runPendingTasks();
        return channel.isOpen();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http2;

import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.netty.internal.flow.ByteBudget;
import dev.rollcall.netty.internal.held.ChannelFailures;
import dev.rollcall.netty.internal.serving.ChannelSupport;
import dev.rollcall.netty.internal.serving.ChannelTimeout;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.Pending;
import dev.rollcall.netty.internal.serving.Pending.Stage;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/2 connection (RFC 9113): counts its streams, and ends the connection when there is nothing to wait for. It
 * is pending as long as none of its streams is held. Everything but {@link #leaveSoon} happens on its event loop.
 */
final class Http2Connection extends ChannelInboundHandlerAdapter implements Pending {

    /** The memory that a connection, its codec and its tables take, in bytes. */
    private static final int CONNECTION_BYTES = 32 * 1024;

    private static final long MAX_TABLE_BYTES = 4096;

    /**
     * How many streams may be open, including held ones. A browser's tabs need far fewer; proxies open another
     * connection.
     */
    static final int MAX_STREAMS = 256;

    /** How many streams may be open that are not held: they send a request or wait for an answer. */
    static final int MAX_PENDING_STREAMS = 64;

    /**
     * How many streams a client may reset in ten seconds. Tabs that close do so, and so do clients that only want to
     * cause work.
     */
    static final int MAX_RESETS = 1000;

    /**
     * The time from the decision to leave to GOAWAY. Some clients (the JDK's before Java 24, JDK-8335181; Jetty's) lose
     * an answer that they have not read yet when GOAWAY comes right behind it. Shorter than any tab waits before it
     * opens again, so that it does so on another connection.
     */
    private static final Duration PAUSE = Duration.ofMillis(400);

    private static final Logger LOG = LoggerFactory.getLogger(Http2Connection.class);

    private final Channel channel;
    private final HostContext context;
    private final ChannelTimeout timeout;
    private int streams;
    private int held;
    private boolean leaving;
    private boolean over;
    private boolean calm = true;
    private final ByteBudget.Account account;

    Http2Connection(Channel channel, HostContext context) {
        this.channel = channel;
        this.context = context;
        this.timeout = new ChannelTimeout(channel, channel::close);
        this.account = context.budget()
                .open(ChannelSupport.peer(channel), () -> ChannelSupport.onLoop(channel, this::breakOff));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context.pending().enter(this, ChannelSupport.peer(channel), Stage.SILENT);
        timeout.start(context.limits().request());
        account.set(CONNECTION_BYTES);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        end();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
    }

    /**
     * Discards frames that concern the connection and no stream, which the codec has handled. Too many end the
     * connection.
     */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
        if (message instanceof Http2SettingsFrame) {
            boundTable(ctx);
        }
        if (calm && !context.channelLoop(channel.eventLoop()).admitsEmpty(this)) {
            calm = false;
            context.contract().rejected(Refusal.FRAME_RATE);
            channel.config().setAutoRead(false);
            ctx.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM))
                    .addListener(sent -> channel.unsafe().close(channel.voidPromise()));
        }
    }

    /** Keeps the table for sent headers small: a client may allow gigabytes for it. */
    private static void boundTable(ChannelHandlerContext ctx) {
        Http2ConnectionHandler codec = ctx.pipeline().get(Http2ConnectionHandler.class);
        Http2HeadersEncoder.Configuration headers =
                codec.encoder().configuration().headersConfiguration();
        try {
            headers.maxHeaderTableSize(Math.min(headers.maxHeaderTableSize(), MAX_TABLE_BYTES));
        } catch (Http2Exception e) {
            LOG.debug("The table of headers keeps its size.", e);
        }
    }

    /**
     * Stops reading from a client that takes nothing, so that it cannot make the codec queue more answers to its
     * frames.
     */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        channel.config().setAutoRead(calm && channel.isWritable());
        ctx.fireChannelWritabilityChanged();
    }

    /** Closes the channel at once when the peer has closed TLS, without GOAWAY: nobody is left to read it. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            channel.unsafe().close(channel.voidPromise());
        }
        ctx.fireUserEventTriggered(event); // Some events hold buffers, which the end of the pipeline releases.
    }

    /** Leaves violations of HTTP/2 to the codec, which answers them (GOAWAY) and ends the connection itself. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
            LOG.debug("A client violated HTTP/2.", cause);
            return;
        }
        ChannelFailures.log("An HTTP/2 connection", cause);
        channel.unsafe().close(channel.voidPromise());
    }

    /** Refuses further streams (GOAWAY) soon, and closes the connection when the last one is over. From any thread. */
    @Override
    public void leaveSoon() {
        ChannelSupport.later(channel, this::leave);
    }

    private void leave() {
        if (!leaving && !over) {
            leaving = true;
            timeout.start(PAUSE);
        }
    }

    @Override
    public void makeRoom() {
        ChannelSupport.later(channel, this::breakOff);
    }

    private void breakOff() {
        account.close();
        if (held == 0 && !over) {
            channel.unsafe().close(channel.voidPromise());
        }
    }

    /** Notes that a stream begins. */
    void opened() {
        streams++;
        if (streams == 1) {
            context.pending().stage(this, Stage.ASKING);
        }
        if (!leaving) {
            timeout.cancel();
        }
    }

    /** Returns whether more streams are pending than a client needs at once. Held streams do not count. */
    boolean isCrowded() {
        return streams - held > MAX_PENDING_STREAMS;
    }

    /** Notes that a stream is held from now on. */
    void held() {
        held++;
        if (held == 1 && !over) {
            context.pending().startHolding(this);
            account.set(0);
        }
    }

    /** Notes that a stream is over. */
    void closed(boolean wasHeld) {
        streams--;
        if (wasHeld) {
            held--;
        }
        if (over) {
            return;
        }
        if (wasHeld && held == 0) {
            account.set(CONNECTION_BYTES);
            context.pending().stopHolding(this, ChannelSupport.peer(channel), streams > 0 ? Stage.ASKING : Stage.IDLE);
        }
        if (streams > 0) {
            return;
        }
        context.pending().stage(this, Stage.IDLE);
        if (context.pending().mayKeepAlive()) {
            timeout.start(context.limits().idle());
        } else {
            leave();
        }
    }

    private void end() {
        over = true;
        timeout.cancel();
        account.close();
        context.pending().forget(this);
    }
}

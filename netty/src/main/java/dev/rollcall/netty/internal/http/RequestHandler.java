// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import dev.rollcall.netty.internal.dense.DenseLoop;
import dev.rollcall.netty.internal.dense.HoldWithoutChannel;
import dev.rollcall.netty.internal.serving.ChannelSupport;
import dev.rollcall.netty.internal.serving.ChannelTimeout;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.PendingConnections;
import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the requests of one connection, one after the other, until it is closed or becomes a held connection. All but
 * {@link #leaveSoon} happens on its event loop.
 */
public final class RequestHandler extends ChannelInboundHandlerAdapter implements PendingConnections.Waiter {

    /** What the connection is about; decides what running out of time means. */
    private enum Phase {
        FRESH,
        IDLE,
        READING,
        DECIDING,
        WRITING,
        LINGERING,
        HELD
    }

    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private final Channel channel;
    private final HostContext serving;
    private final HttpResponseEncoder encoder;
    private final RequestDecoder decoder;
    private final ChannelTimeout alarm;
    private Phase phase = Phase.FRESH;
    private @Nullable RequestReader reader;
    private @Nullable Verdict decided;

    /**
     * Serves a connection.
     *
     * @param decided what has been decided about the first request; null when nothing has
     */
    public RequestHandler(
            Channel channel, HostContext serving, HttpResponseEncoder encoder, @Nullable Verdict decided) {
        this.channel = channel;
        this.decided = decided;
        this.serving = serving;
        this.encoder = encoder;
        this.decoder = new RequestDecoder(this::began);
        this.alarm = new ChannelTimeout(channel, this::outOfTime);
    }

    public RequestDecoder decoder() {
        return decoder;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        serving.lobby().enter(this);
        alarm.set(serving.limits().request());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        alarm.off();
        serving.lobby().leave(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        alarm.off();
        serving.lobby().leave(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpRequest head && phase == Phase.READING) {
                begin(new RequestReader(head));
            }
            if (message instanceof HttpContent piece && phase == Phase.READING && reader != null) {
                take(reader, piece);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** Over TLS this is how the other side says that it will send nothing more; it has gone, as with TCP. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            channel.close();
        }
        ctx.fireUserEventTriggered(event); // Some hold buffers, which the end of the pipeline gives back.
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ChannelSupport.failed("A connection", cause);
        channel.close();
    }

    /** Closes the connection when it is only waiting, else after the answer that is under way. From any thread. */
    @Override
    public void leaveSoon() {
        try {
            channel.eventLoop().execute(() -> {
                if (phase == Phase.FRESH || phase == Phase.IDLE) {
                    channel.close();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has ended, and the connection with it.");
        }
    }

    /** The first byte of a request is there. */
    private void began() {
        if (phase == Phase.IDLE) {
            alarm.set(serving.limits().request());
        }
        phase = Phase.READING;
    }

    private void begin(RequestReader next) {
        reader = next;
        Response refusal = next.refusal();
        if (refusal != null) {
            refuse(refusal);
        } else if (next.awaitsContinue()) {
            channel.writeAndFlush(
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE),
                    channel.voidPromise());
        }
    }

    private void take(RequestReader request, HttpContent piece) {
        Response refusal = request.take(piece);
        if (refusal != null) {
            refuse(refusal);
        } else if (piece instanceof LastHttpContent) {
            alarm.off();
            phase = Phase.DECIDING;
            carryOut(decide(request), request);
        }
    }

    private Verdict decide(RequestReader request) {
        Verdict given = decided;
        if (given != null) {
            decided = null;
            return given;
        }
        InetAddress peer = ChannelSupport.peer(channel);
        if (peer == null) {
            return new Verdict.Answer(HttpErrors.FAILED); // Gone already: nobody will read this.
        }
        return serving.verdict(request.request(peer, serving.tls() != null));
    }

    private void carryOut(Verdict verdict, RequestReader request) {
        if (verdict instanceof Verdict.Answer answer) {
            answer(request, answer.response());
        } else if (verdict instanceof Verdict.Later later) {
            ChannelSupport.whenThere(later, channel, response -> answer(request, response));
            pauseWhile(Phase.DECIDING);
        } else if (verdict instanceof Verdict.Stream stream) {
            stream(stream);
        } else if (verdict instanceof Verdict.Upgrade upgrade) {
            upgrade(request.head(), upgrade.opening());
        }
    }

    private void upgrade(HttpRequest head, Verdict.Opening opening) {
        Response refusal = NettyHandshake.refusal(head);
        if (refusal != null) {
            opening.abandon();
            refuse(refusal);
            return;
        }
        phase = Phase.HELD;
        HoldWithoutChannel exit = exit();
        if (exit == null) {
            channel.write(NettyHandshake.accepted(head), channel.voidPromise());
            new HoldOnChannel(channel, List.of(this, encoder), decoder).webSocket(serving, opening);
        } else {
            exit.webSocket(head, opening);
        }
    }

    private void stream(Verdict.Stream stream) {
        phase = Phase.HELD;
        HoldWithoutChannel exit = exit();
        if (exit == null) {
            channel.write(ResponseWriter.streamHead(stream.head()), channel.voidPromise());
            new HoldOnChannel(channel, List.of(this, encoder), decoder).sse(serving, stream.opening());
        } else {
            exit.sse(stream.head(), stream.opening());
        }
    }

    /** The way out of the channel; null where there is none, or when bytes are there that only the channel knows of. */
    private @Nullable HoldWithoutChannel exit() {
        DenseLoop dense = serving.denseLoops().get(channel.eventLoop());
        return dense != null && channel instanceof EpollSocketChannel epoll && !decoder.hasMore()
                ? new HoldWithoutChannel(epoll, this, dense)
                : null;
    }

    private void answer(RequestReader request, Response response) {
        if (phase != Phase.DECIDING || !channel.isActive()) {
            return;
        }
        phase = Phase.WRITING;
        alarm.set(serving.limits().idle());
        boolean stays = request.keepsAlive() && serving.lobby().mayStay();
        boolean withBody = !request.head().method().equals(HttpMethod.HEAD);
        channel.writeAndFlush(ResponseWriter.whole(response, withBody, stays)).addListener(sent -> {
            if (sent.isSuccess() && stays) {
                next();
            } else {
                channel.close();
            }
        });
        pauseWhile(Phase.WRITING);
    }

    /** The answer has left, so a client that sends requests but reads no answers gets no further than this. */
    private void next() throws Exception {
        reader = null;
        phase = Phase.IDLE;
        alarm.set(serving.limits().idle());
        decoder.next();
        if (!decoder.waiting()) {
            channel.config().setAutoRead(true);
        }
    }

    /** Answers and ends a connection on which nothing further can be understood. */
    private void refuse(Response response) {
        serving.rejected().accept("http-" + response.status());
        phase = Phase.LINGERING;
        alarm.off();
        boolean withBody = reader == null || !reader.head().method().equals(HttpMethod.HEAD);
        channel.writeAndFlush(ResponseWriter.whole(response, withBody, false))
                .addListener((ChannelFutureListener) sent -> ChannelSupport.linger(channel, sent.isSuccess(), alarm));
        channel.pipeline().remove(decoder);
        channel.config().setAutoRead(true);
    }

    private void pauseWhile(Phase current) {
        if (phase == current) {
            channel.config().setAutoRead(false);
        }
    }

    private void outOfTime() {
        if (phase == Phase.READING) {
            refuse(HttpRefusals.TIMEOUT);
        } else {
            channel.close();
        }
    }
}

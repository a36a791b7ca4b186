// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.guest;

import dev.rollcall.netty.internal.http.HoldOnChannel;
import dev.rollcall.netty.internal.http.HttpRefusals;
import dev.rollcall.netty.internal.http.NettyHandshake;
import dev.rollcall.netty.internal.http.RequestReader;
import dev.rollcall.netty.internal.http.ResponseWriter;
import dev.rollcall.netty.internal.serving.ChannelSupport;
import dev.rollcall.netty.internal.serving.ChannelTimeout;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.PendingConnections;
import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on a connection of another server's, from its head to its answer. Event loop only. */
public final class GuestExchange implements PendingConnections.Waiter {

    private enum Phase {
        READING,
        DECIDING,
        WRITING,
        LINGERING,
        OVER
    }

    private static final Logger LOG = LoggerFactory.getLogger(GuestExchange.class);

    private final ChannelHandlerContext ctx;
    private final Channel channel;
    private final GuestHandler connection;
    private final HostContext serving;
    private final RequestReader reader;
    private final ChannelTimeout alarm;
    private Function<Request, @Nullable CompletionStage<Request>> insight = request -> null;
    private Phase phase = Phase.READING;

    GuestExchange(ChannelHandlerContext ctx, GuestHandler connection, HostContext serving, HttpRequest head) {
        this.ctx = ctx;
        this.channel = ctx.channel();
        this.connection = connection;
        this.serving = serving;
        this.reader = new RequestReader(head);
        this.alarm = new ChannelTimeout(channel, this::outOfTime);
    }

    /** Whether it takes what the codec has; else that must wait. */
    boolean reads() {
        return phase == Phase.READING || phase == Phase.LINGERING;
    }

    void begin(Function<Request, @Nullable CompletionStage<Request>> added) {
        insight = added;
        serving.lobby().enter(this);
        alarm.set(serving.limits().request());
        Response refusal = reader.refusal();
        if (refusal != null) {
            refuse(refusal);
        } else if (reader.awaitsContinue()) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    /** Takes what follows the head, and releases it. */
    void take(Object message) {
        try {
            if (phase == Phase.READING && message instanceof HttpContent piece) {
                read(piece);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** The connection is gone or has become a held one. */
    void over() {
        phase = Phase.OVER;
        alarm.off();
        serving.lobby().leave(this);
    }

    /** Nothing to do: the connection ends with the answer. */
    @Override
    public void leaveSoon() {}

    private void read(HttpContent piece) {
        Response refusal = reader.take(piece);
        if (refusal != null) {
            refuse(refusal);
        } else if (piece instanceof LastHttpContent) {
            alarm.off();
            phase = Phase.DECIDING;
            decide();
        }
    }

    private void decide() {
        InetAddress peer = ChannelSupport.peer(channel);
        if (peer == null) {
            channel.close(); // Gone already: nobody will read an answer.
            return;
        }
        Request bare = reader.request(peer, channel.pipeline().get(SslHandler.class) != null);
        CompletionStage<Request> more = more(bare);
        if (more == null) {
            carryOut(serving.verdict(bare));
        } else {
            more.whenComplete((request, failure) -> ChannelSupport.onLoop(channel, () -> {
                if (phase == Phase.DECIDING && channel.isActive()) {
                    carryOut(serving.verdict(failure == null ? request : bare));
                }
            }));
        }
    }

    private @Nullable CompletionStage<Request> more(Request bare) {
        try {
            return insight.apply(bare);
        } catch (RuntimeException e) {
            LOG.debug("What is known of a request could not be asked for; it goes on without.", e);
            return null;
        }
    }

    private void carryOut(Verdict verdict) {
        if (verdict instanceof Verdict.Answer answer) {
            answer(answer.response());
        } else if (verdict instanceof Verdict.Later later) {
            ChannelSupport.whenThere(later, channel, this::answer);
        } else if (verdict instanceof Verdict.Stream stream) {
            ctx.write(ResponseWriter.streamHead(stream.head()));
            hold(stream.opening(), (holding, opening) -> holding.sse(serving, opening));
        } else if (verdict instanceof Verdict.Upgrade upgrade) {
            upgrade(upgrade.opening());
        }
    }

    private void upgrade(Verdict.Opening opening) {
        Response refusal = NettyHandshake.refusal(reader.head());
        // A client must wait for the answer before it sends a frame (RFC 6455, section 4.1); these were taken for HTTP.
        if (refusal == null && connection.hasMore()) {
            refusal = HttpErrors.BAD_HANDSHAKE;
        }
        if (refusal != null) {
            opening.abandon();
            refuse(refusal);
        } else {
            ctx.write(NettyHandshake.accepted(reader.head()));
            hold(opening, (holding, accepted) -> holding.webSocket(serving, accepted));
        }
    }

    private void hold(Verdict.Opening opening, Holder holder) {
        HoldOnChannel holding = connection.holding();
        if (holding == null) {
            opening.abandon(); // The server has taken its codec away.
            channel.close();
        } else {
            holder.hold(holding, opening);
        }
    }

    private interface Holder {
        void hold(HoldOnChannel holding, Verdict.Opening opening);
    }

    private void answer(Response response) {
        if (phase != Phase.DECIDING || !channel.isActive()) {
            return;
        }
        phase = Phase.WRITING;
        alarm.set(serving.limits().idle());
        boolean stays = reader.keepsAlive() && serving.lobby().mayStay();
        boolean withBody = !reader.head().method().equals(HttpMethod.HEAD);
        ctx.writeAndFlush(ResponseWriter.whole(response, withBody, stays)).addListener(sent -> {
            if (phase != Phase.WRITING) {
                return;
            }
            if (sent.isSuccess() && stays) {
                over();
                connection.answered();
            } else {
                channel.close();
            }
        });
    }

    /** Answers and ends a connection on which nothing further can be understood. */
    private void refuse(Response response) {
        serving.rejected().accept("http-" + response.status());
        phase = Phase.LINGERING;
        alarm.off();
        connection.dropWaiting();
        boolean withBody = !reader.head().method().equals(HttpMethod.HEAD);
        ctx.writeAndFlush(ResponseWriter.whole(response, withBody, false))
                .addListener((ChannelFutureListener) sent -> ChannelSupport.linger(channel, sent.isSuccess(), alarm));
        channel.config().setAutoRead(true);
    }

    private void outOfTime() {
        if (phase == Phase.READING) {
            refuse(HttpRefusals.TIMEOUT);
        } else {
            channel.close();
        }
    }
}

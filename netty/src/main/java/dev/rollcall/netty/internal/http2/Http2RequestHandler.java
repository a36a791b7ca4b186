// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http2;

import dev.rollcall.netty.internal.http.HttpRefusals;
import dev.rollcall.netty.internal.http.RequestDecoder;
import dev.rollcall.netty.internal.http.RequestReader;
import dev.rollcall.netty.internal.http.ResponseWriter;
import dev.rollcall.netty.internal.serving.ChannelSupport;
import dev.rollcall.netty.internal.serving.ChannelTimeout;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.HttpConversionUtil.ExtensionHeaderNames;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Serves the one request of a stream of an HTTP/2 connection, until it is over or held. On the connection's event loop. */
public final class Http2RequestHandler extends ChannelInboundHandlerAdapter {

    private enum Phase {
        READING,
        DECIDING,
        WRITING,
        HELD,
        OVER
    }

    private final Channel stream;
    private final Http2Connection connection;
    private final HostContext serving;
    private final ChannelHandler codec;
    private final ChannelTimeout alarm;
    private Phase phase = Phase.READING;
    private @Nullable RequestReader reader;

    Http2RequestHandler(Channel stream, Http2Connection connection, HostContext serving, ChannelHandler codec) {
        this.stream = stream;
        this.connection = connection;
        this.serving = serving;
        this.codec = codec;
        this.alarm = new ChannelTimeout(stream, this::outOfTime);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.opened();
        alarm.set(serving.limits().request());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        end();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpRequest head && phase == Phase.READING) {
                begin(head);
            }
            if (message instanceof HttpContent piece && phase == Phase.READING && reader != null) {
                take(reader, piece);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** What a client sent amiss; the stream ends with an error of HTTP/2's. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ChannelSupport.failed("A stream", cause);
        stream.close();
    }

    private void begin(HttpRequest head) {
        for (ExtensionHeaderNames made : ExtensionHeaderNames.values()) {
            head.headers().remove(made.text()); // The codec's own words, or a client that pretends.
        }
        List<String> hosts = head.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 && Set.copyOf(hosts).size() == 1) {
            head.headers()
                    .set(HttpHeaderNames.HOST, hosts.get(0)); // Named twice, which RFC 9113, section 8.3.1, allows.
        }
        RequestReader next = new RequestReader(head);
        reader = next;
        Response refusal = refusal(next);
        if (refusal != null) {
            refuse(refusal);
        } else if (next.awaitsContinue()) {
            stream.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private @Nullable Response refusal(RequestReader request) {
        if (connection.isCrowded()) {
            return HttpRefusals.BUSY;
        }
        return request.head().uri().length() > RequestDecoder.MAX_LINE_BYTES
                ? HttpRefusals.LINE_TOO_LONG
                : request.refusal();
    }

    private void take(RequestReader request, HttpContent piece) {
        Response refusal = request.take(piece);
        if (refusal != null) {
            refuse(refusal);
        } else if (piece instanceof LastHttpContent) {
            alarm.off();
            phase = Phase.DECIDING;
            decide(request);
        }
    }

    private void decide(RequestReader request) {
        InetAddress peer = ChannelSupport.peer(stream);
        if (peer == null) {
            stream.close(); // Gone already: nobody will read an answer.
            return;
        }
        Verdict verdict = serving.verdict(request.request(peer, serving.tls() != null));
        if (verdict instanceof Verdict.Answer answer) {
            answer(answer.response());
        } else if (verdict instanceof Verdict.Later later) {
            ChannelSupport.whenThere(later, stream, this::answer);
        } else if (verdict instanceof Verdict.Stream held) {
            hold(held);
        } else if (verdict instanceof Verdict.Upgrade upgrade) {
            // HTTP/2 has no Upgrade (RFC 9113, section 8.6); browsers open a connection of HTTP/1.1 for a WebSocket.
            upgrade.opening().abandon();
            answer(HttpErrors.BAD_HANDSHAKE);
        }
    }

    private void hold(Verdict.Stream held) {
        phase = Phase.HELD;
        stream.write(ResponseWriter.streamHead(held.head()), stream.voidPromise());
        Http2Wire wire = new Http2Wire(stream, serving.turn(stream.eventLoop()));
        ChannelPipeline pipeline = stream.pipeline();
        pipeline.addLast(Http2Wire.FRAMER, wire);
        connection.held();
        stream.closeFuture().addListener(closed -> connection.closed(true));
        pipeline.remove(this);
        pipeline.remove(codec);
        wire.open(held.opening());
    }

    private void answer(Response response) {
        if (phase == Phase.DECIDING) {
            write(response).addListener(sent -> {
                if (!sent.isSuccess()) {
                    stream.close();
                }
            });
        }
    }

    /** Answers and lets the rest of the request go unread (RFC 9113, section 8.1). */
    private void refuse(Response response) {
        serving.rejected().accept("http-" + response.status());
        write(response).addListener((ChannelFutureListener) sent -> {
            if (sent.isSuccess() && stream.isActive()) {
                stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR))
                        .addListener(ChannelFutureListener.CLOSE);
            } else {
                stream.close();
            }
        });
    }

    private io.netty.channel.ChannelFuture write(Response response) {
        phase = Phase.WRITING;
        alarm.set(serving.limits().idle());
        boolean withBody = reader == null || !reader.head().method().equals(HttpMethod.HEAD);
        return stream.writeAndFlush(ResponseWriter.whole(response, withBody, true));
    }

    private void outOfTime() {
        if (phase == Phase.READING) {
            refuse(HttpRefusals.TIMEOUT);
        } else {
            stream.close();
        }
    }

    private void end() {
        alarm.off();
        if (phase != Phase.HELD && phase != Phase.OVER) {
            phase = Phase.OVER;
            connection.closed(false);
        }
    }
}

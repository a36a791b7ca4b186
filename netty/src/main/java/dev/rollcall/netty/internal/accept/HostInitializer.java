// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.accept;

import dev.rollcall.netty.internal.http.RequestHandler;
import dev.rollcall.netty.internal.http2.Http2Preface;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.tls.AlpnHandler;
import dev.rollcall.netty.internal.tls.CertificateFiles;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets up a connection to serve requests. */
@Sharable
public final class HostInitializer extends ChannelInitializer<Channel> {

    private final HostContext serving;
    private final @Nullable Verdict verdict;

    /**
     * For connections of a host.
     *
     * @param verdict what has been decided about the first request; null when nothing has
     */
    public HostInitializer(HostContext serving, @Nullable Verdict verdict) {
        this.serving = serving;
        this.verdict = verdict;
    }

    @Override
    protected void initChannel(Channel channel) {
        CertificateFiles tls = serving.tls();
        if (tls == null) {
            List<ChannelHandler> http1 = http1(channel);
            if (verdict == null) {
                channel.pipeline().addFirst(new Http2Preface(http1, serving));
            }
        } else {
            SslHandler handler = tls.context().newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(serving.limits().request().toMillis());
            channel.pipeline().addLast(handler, new AlpnHandler(channel, serving, this));
        }
    }

    /** Adds what serves HTTP/1.1, and tells what that is. */
    public List<ChannelHandler> http1(Channel channel) {
        HttpResponseEncoder encoder = new HttpResponseEncoder();
        RequestHandler handler = new RequestHandler(channel, serving, encoder, verdict);
        channel.pipeline().addLast(handler.decoder(), encoder, handler);
        return List.of(handler, encoder, handler.decoder());
    }
}

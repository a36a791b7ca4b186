// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.accept;

import dev.rollcall.netty.internal.http.RequestHandler;
import dev.rollcall.netty.internal.http2.Http2Preface;
import dev.rollcall.netty.internal.http2.Http2Setup;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.tls.AlpnHandler;
import dev.rollcall.netty.internal.tls.CertificateFiles;
import dev.rollcall.netty.internal.tls.HttpVersions;
import dev.rollcall.netty.internal.tls.ServerTlsHandler;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets up the channels of a host to serve requests. Thread-safe. */
@Sharable
public final class HostInitializer extends ChannelInitializer<Channel> implements HttpVersions {

    /** At most this many bytes are read at once, because what is read waits until earlier requests are answered. */
    private static final int MAX_READ_BYTES = 16 * 1024;

    private final HostContext context;
    private final @Nullable CertificateFiles certificate;
    private final @Nullable Verdict decided;

    /**
     * Makes the initializer of all channels, or of a channel whose first request has been decided about.
     *
     * @param certificate the certificate for TLS; null for connections in the clear
     * @param decided the verdict on the first request, in the clear; null when there is none yet
     */
    public HostInitializer(HostContext context, @Nullable CertificateFiles certificate, @Nullable Verdict decided) {
        this.context = context;
        this.certificate = certificate;
        this.decided = decided;
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(512, 2048, MAX_READ_BYTES));
        if (certificate == null) {
            inTheClear(channel);
        } else {
            SslHandler tls = new ServerTlsHandler(certificate.newEngine(channel.alloc()), context.budget(), channel);
            tls.setHandshakeTimeoutMillis(context.limits().request().toMillis());
            channel.pipeline().addLast(tls, new AlpnHandler(channel, context, this));
        }
    }

    private void inTheClear(Channel channel) {
        List<ChannelHandler> http1 = addHttp1(channel);
        if (decided == null) {
            channel.pipeline().addFirst(new Http2Preface(http1, context));
        }
    }

    @Override
    public void http1(Channel channel) {
        addHttp1(channel);
    }

    @Override
    public void http2(Channel channel) {
        Http2Setup.serve(channel, context);
    }

    /** Adds the handlers that serve HTTP/1.1, and returns them. */
    private List<ChannelHandler> addHttp1(Channel channel) {
        HttpResponseEncoder encoder = new HttpResponseEncoder();
        RequestHandler handler = new RequestHandler(channel, context, encoder, decided);
        channel.pipeline().addLast(handler.decoder(), encoder, handler);
        return List.of(handler, encoder, handler.decoder());
    }
}

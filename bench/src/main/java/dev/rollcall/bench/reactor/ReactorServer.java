// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.reactor;

import dev.rollcall.core.Rollcall;
import dev.rollcall.netty.NettyGuest;
import dev.rollcall.netty.NettyHost;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.options.LimitSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import io.netty.channel.ChannelOption;
import java.util.Locale;
import reactor.netty.http.server.HttpServer;

/** A server of the contract that holds tabs in one of several ways. */
public final class ReactorServer {

    /** A way to hold connections. */
    private enum Way {

        /** On Reactor Netty, with its public API. */
        PLAIN,

        /** On Reactor Netty, below it. */
        GUEST,

        /** In a WebFlux application on Reactor Netty, with its public API. */
        FLUX_PLAIN,

        /** In a WebFlux application with the starter, which holds them below Reactor Netty. */
        FLUX_GUEST,

        /** On Rollcall's own host, with Netty's channels. */
        CHANNELS,

        /** On Rollcall's own host, without channels. */
        DENSE
    }

    private static final int BACKLOG = 4096;

    private ReactorServer() {}

    /**
     * Starts the server.
     *
     * @param args the port; the way ({@code plain}, {@code guest}, {@code flux-plain}, {@code flux-guest}, {@code channels}
     *     or {@code dense}); the secret of the admin endpoints; the highest number of tabs
     */
    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[0]);
        int tabs = Integer.parseInt(args[3]);
        Protocol protocol = protocol(args[2], tabs);
        switch (Way.valueOf(args[1].toUpperCase(Locale.ROOT).replace('-', '_'))) {
            case PLAIN -> bind(PlainHost.on(server(port), protocol));
            case GUEST -> {
                NettyGuest guest = NettyGuest.of(protocol, path -> true, request -> null);
                bind(server(port).doOnChannelInit((observer, channel, address) -> guest.join(channel.pipeline())));
            }
            case FLUX_PLAIN -> FluxServer.withFilter(port, protocol);
            case FLUX_GUEST -> FluxServer.withStarter(port, args[2], tabs);
            case CHANNELS -> host(protocol, port, false);
            case DENSE -> host(protocol, port, true);
        }
        System.out.println("listening on " + port);
        Thread.currentThread().join();
    }

    private static Protocol protocol(String secret, int tabs) {
        Rollcall rollcall = Rollcall.builder().currentVersion("v0").build();
        return new Protocol(
                rollcall,
                ProtocolOptions.builder()
                        .secrets(AdminSecrets.builder().admin("admin", secret).build())
                        .set(LimitSettings.MAX_CONNECTIONS, tabs)
                        .build());
    }

    private static HttpServer server(int port) {
        return HttpServer.create().host("127.0.0.1").port(port).option(ChannelOption.SO_BACKLOG, BACKLOG);
    }

    private static void bind(HttpServer server) {
        var unused = server.bindNow();
    }

    private static void host(Protocol protocol, int port, boolean dense) {
        var unused = NettyHost.builder(protocol)
                .address("127.0.0.1")
                .port(port)
                .backlog(BACKLOG)
                .dense(dense)
                .start();
    }
}

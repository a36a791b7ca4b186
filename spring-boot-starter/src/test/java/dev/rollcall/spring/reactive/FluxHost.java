// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.netty.NettyGuest;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.testkit.RunningHost;
import java.time.Duration;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The dense host as a guest on a Reactor Netty with default settings, as in an application. */
final class FluxHost implements RunningHost {

    private final NettyGuest guest;
    private final DisposableServer server;

    private FluxHost(Protocol protocol) {
        guest = NettyGuest.of(protocol, path -> true, request -> null);
        server = new ReactorNettyCustomizer(guest)
                .apply(HttpServer.create().host("127.0.0.1").port(0))
                .bindNow();
    }

    static FluxHost start(Protocol protocol) {
        return new FluxHost(protocol);
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public void drain(Duration grace) {
        guest.drain(grace).toCompletableFuture().join();
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.netty.NettyGuest;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.testkit.RunningHost;
import dev.rollcall.testkit.TestPeople;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The dense host as a guest on a Reactor Netty with default settings, as in an application. */
final class FluxHost implements RunningHost {

    private static final String HEADER = TestPeople.HEADER.toLowerCase(Locale.ROOT);

    private final NettyGuest guest;
    private final DisposableServer server;

    private FluxHost(Protocol protocol) {
        ReactiveIdentityResolver people = request ->
                CompletableFuture.completedStage(TestPeople.of(request.headers().first(HEADER)));
        guest = NettyGuest.of(protocol, path -> true, people::identified);
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

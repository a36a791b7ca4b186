// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.netty.NettyGuest;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.testkit.client.RawSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Reactor Netty's idle limit, on connections on which Rollcall answers too. */
class IdleLimitTest {

    /** Longer than two requests in a row take on a busy machine. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final String OURS = "/__skew/health";
    private static final String THEIRS = "/hello";

    private final Rollcall rollcall = Rollcall.builder().build();
    private final Protocol protocol = new Protocol(rollcall, ProtocolOptions.defaults());
    private @Nullable DisposableServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.disposeNow();
        }
        protocol.close();
        rollcall.close();
    }

    @Test
    @DisplayName("a connection that idles after an answer of Rollcall's is closed by the server's limit")
    void afterOurs() {
        RawSocket socket = connect(request -> null);
        assertThat(socket.request("GET", OURS).answer().status()).isEqualTo(200);
        assertThat(socket.statusOrClosed()).isZero();
    }

    @Test
    @DisplayName("a connection that idles after answers of both is closed by the server's limit")
    void afterBoth() {
        RawSocket socket = connect(request -> null);
        assertThat(socket.request("GET", OURS).answer().status()).isEqualTo(200);
        assertThat(socket.request("GET", THEIRS).answer().body()).isEqualTo("hello");
        assertThat(socket.request("GET", OURS).answer().status()).isEqualTo(200);
        assertThat(socket.statusOrClosed()).isZero();
    }

    @Test
    @DisplayName("an answer of Rollcall's that takes longer than the limit arrives, and the limit counts from there")
    void slowAnswer() {
        RawSocket socket = connect(request -> CompletableFuture.supplyAsync(
                () -> request, CompletableFuture.delayedExecutor(LIMIT.toMillis() * 3 / 2, TimeUnit.MILLISECONDS)));
        assertThat(socket.request("GET", OURS).answer().status()).isEqualTo(200);
        assertThat(socket.request("GET", THEIRS).answer().body()).isEqualTo("hello");
        assertThat(socket.statusOrClosed()).isZero();
    }

    private RawSocket connect(Function<Request, @Nullable CompletionStage<Request>> insight) {
        NettyGuest guest = NettyGuest.of(protocol, OURS::equals, insight);
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .idleTimeout(LIMIT)
                .doOnChannelInit((observer, channel, address) -> guest.join(channel.pipeline()))
                .handle((request, response) -> response.sendString(Mono.just("hello")))
                .bindNow();
        RawSocket first = RawSocket.connect(server.port());
        assertThat(first.request("GET", THEIRS).answer().status()).isEqualTo(200); // Loads what later ones need.
        first.close();
        return RawSocket.connect(server.port());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.netty.Embedded;
import dev.rollcall.netty.FakeContract;
import dev.rollcall.netty.FakeTab;
import dev.rollcall.netty.LeakCheck;
import dev.rollcall.netty.NettyHost;
import dev.rollcall.netty.TestHosts;
import dev.rollcall.netty.internal.accept.IoTransport;
import dev.rollcall.netty.internal.http.RequestDecoder;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP/2 in the clear with prior knowledge, as proxies use it, on each transport. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class Http2Test {

    private static final String LONG = "0123456789".repeat(20_000) + "end";

    private final Map<String, FakeTab> tabs = new ConcurrentHashMap<>();
    private final CountDownLatch unheard = new CountDownLatch(2);
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    private Verdict decide(Request request) {
        if (request.path().startsWith("/sse")) {
            FakeTab tab = new FakeTab();
            tabs.put(request.path(), tab);
            return new Verdict.Stream(Embedded.response(200, ""), tab);
        }
        if (request.path().startsWith("/long")) {
            boolean lasting = request.path().endsWith("lasting");
            return new Verdict.Answer(new Response(200, Map.of(), LONG.getBytes(StandardCharsets.US_ASCII), lasting));
        }
        if (request.path().equals("/never")) {
            return new Verdict.Later(new CompletableFuture<>(), unheard::countDown);
        }
        return request.path().equals("/ws")
                ? new Verdict.Upgrade(new FakeTab())
                : Embedded.ok(request.method() + " " + request.headers().first("host") + " " + request.body().length);
    }

    private FakeTab tab(String path) {
        return Objects.requireNonNull(tabs.get(path));
    }

    private NettyHost host(IoTransport transport) {
        return TestHosts.start(new FakeContract(this::decide, this::closeAll), transport);
    }

    private CompletionStage<@Nullable Void> closeAll(Duration grace) {
        tabs.values().forEach(tab -> tab.wire().execute(() -> tab.wire().close(Disconnect.GOING_AWAY)));
        return CompletableFuture.completedFuture(null);
    }

    @AfterEach
    void end() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @ParameterizedTest
    @DisplayName("one connection has several streams: requests, bodies, 100-continue, event streams")
    @EnumSource(IoTransport.class)
    void manyStreams(IoTransport transport) throws Exception {
        try (NettyHost host = host(transport)) {
            Http2Client client = new Http2Client(host, loops);
            Http2Client.Stream first = client.get("/sse/1");
            Http2Client.Stream second = client.get("/sse/2");
            assertThat(first.text("}\n\n")).contains("data: {\"type\":\"connected\"}");
            assertThat(second.text("}\n\n")).contains("data: {\"type\":\"connected\"}");
            assertThat(host.pendingConnections()).isZero();
            Http2Client.Stream post = client.open(client.headers("POST", "/x").add("expect", "100-continue"), false);
            assertThat(post.status()).isEqualTo("100");
            post.send(new byte[3000], true);
            assertThat(post.status()).isEqualTo("200");
            assertThat(post.text("3000")).isEqualTo("POST h.example 3000");
            assertThat(client.get("/ws").status()).isEqualTo("400");
            tab("/sse/1").wire().execute(() -> tab("/sse/1").wire().close(Disconnect.REPLACED));
            first.ended.get(10, TimeUnit.SECONDS);
            second.reset();
            tab("/sse/2").gone.get(10, TimeUnit.SECONDS);
            assertThat(client.get("/y").status()).isEqualTo("200");
            client.close();
        }
    }

    @ParameterizedTest
    @DisplayName("work on a response is abandoned when its stream is reset or its connection ends")
    @EnumSource(IoTransport.class)
    void abandonsWhatNobodyWaitsFor(IoTransport transport) throws Exception {
        try (NettyHost host = host(transport)) {
            Http2Client client = new Http2Client(host, loops);
            client.get("/never").reset();
            client.get("/never");
            assertThat(client.get("/y").status()).isEqualTo("200");
            client.close();
            assertThat(unheard.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @DisplayName("long bodies arrive whole, in pieces, in parallel")
    @EnumSource(IoTransport.class)
    void longBodies(IoTransport transport) throws Exception {
        try (NettyHost host = host(transport)) {
            Http2Client client = new Http2Client(host, loops);
            Http2Client.Stream first = client.get("/long");
            Http2Client.Stream second = client.get("/long-lasting");
            assertThat(second.text("end")).isEqualTo(LONG);
            assertThat(first.text("end")).isEqualTo(LONG);
            assertThat(client.get("/y").status()).isEqualTo("200");
            client.close();
        }
    }

    @ParameterizedTest
    @DisplayName("S6: a request that is too large is refused, and only its stream ends")
    @EnumSource(IoTransport.class)
    void refusals(IoTransport transport) throws Exception {
        try (NettyHost host = host(transport)) {
            Http2Client client = new Http2Client(host, loops);
            Http2Client.Stream body = client.open(client.headers("POST", "/x"), false);
            body.send(new byte[Request.MAX_BODY_BYTES + 1], false);
            assertThat(body.status()).isEqualTo("413");
            assertThat(client.get("/" + "x".repeat(RequestDecoder.MAX_LINE_BYTES))
                            .status())
                    .isEqualTo("414");
            assertThat(client.open(client.headers("GET", "/").add("x-big", "x".repeat(16_300)), true)
                            .status())
                    .isEqualTo("431");
            assertThat(client.get("/y").status()).isEqualTo("200");
            client.close();
        }
    }

    @ParameterizedTest
    @DisplayName("S7: a stream whose reader takes nothing does not block others on the connection")
    @EnumSource(IoTransport.class)
    void slowStream(IoTransport transport) throws Exception {
        try (NettyHost host = host(transport)) {
            Http2Client client = new Http2Client(host, loops);
            Http2Client.Stream slow = client.get("/sse/slow");
            Http2Client.Stream quick = client.get("/sse/quick");
            assertThat(slow.text("}\n\n")).isNotEmpty();
            assertThat(quick.text("}\n\n")).isNotEmpty();
            slow.pause();
            FakeTab stuck = tab("/sse/slow");
            CompletableFuture<Boolean> full = new CompletableFuture<>();
            stuck.wire().execute(() -> {
                // Three times the stream's window, so that more than the low water mark stays queued here.
                for (int i = 0; i < 20; i++) {
                    stuck.wire().write(FakeTab.frame("\"" + "z".repeat(10_000) + "\""));
                }
                full.complete(!stuck.wire().isWritable());
            });
            assertThat(full.get(10, TimeUnit.SECONDS)).isTrue();
            FakeTab moving = tab("/sse/quick");
            moving.wire().execute(() -> moving.wire().write(FakeTab.frame("\"still here\"")));
            assertThat(quick.text("still here\"\n\n")).contains("data: \"still here\"");
            assertThat(stuck.events).doesNotContain("writable");
            slow.go();
            while (!stuck.events.contains("writable")) {
                assertThat(slow.data.poll(10, TimeUnit.SECONDS)).isNotNull();
            }
            client.close();
        }
    }

    @ParameterizedTest
    @DisplayName("S5: a connection has a bounded number of requests in progress, and counts once")
    @EnumSource(IoTransport.class)
    void crowd(IoTransport transport) throws Exception {
        try (NettyHost host = host(transport)) {
            Http2Client client = new Http2Client(host, loops);
            for (int i = 0; i < Http2Connection.MAX_PENDING_STREAMS; i++) {
                client.open(client.headers("POST", "/x"), false);
            }
            assertThat(client.get("/y").status()).isEqualTo("503");
            assertThat(host.pendingConnections()).isEqualTo(1);
            Http2Client other = new Http2Client(host, loops);
            assertThat(other.get("/y").status()).isEqualTo("200");
            other.close();
            client.close();
        }
    }

    @ParameterizedTest
    @DisplayName("S5: a client that opens and resets streams as fast as it can is disconnected (CVE-2023-44487)")
    @EnumSource(IoTransport.class)
    void rapidReset(IoTransport transport) throws Exception {
        try (NettyHost host = host(transport)) {
            Http2Client client = new Http2Client(host, loops);
            for (int i = 0; i < 2 * Http2Connection.MAX_RESETS; i++) {
                client.openAndReset("/sse/" + i);
            }
            client.channel.closeFuture().await(50, TimeUnit.SECONDS); // Thousands of streams, even on a busy machine.
            assertThat(client.channel.isOpen()).isFalse();
            // A client that still sends when the server closes may be reset before it has read the reason.
            assertThat(client.goneAway.getNow(Http2Error.ENHANCE_YOUR_CALM.code()))
                    .isEqualTo(Http2Error.ENHANCE_YOUR_CALM.code());
            for (FakeTab tab : tabs.values()) {
                tab.gone.get(10, TimeUnit.SECONDS);
            }
            Http2Client next = new Http2Client(host, loops);
            assertThat(next.get("/y").status()).isEqualTo("200");
            next.close();
        }
    }

    @ParameterizedTest
    @DisplayName("R1: drain sends GOAWAY, ends the streams, and closes the connection")
    @EnumSource(IoTransport.class)
    void drains(IoTransport transport) throws Exception {
        try (NettyHost host = host(transport)) {
            Http2Client client = new Http2Client(host, loops);
            Http2Client.Stream stream = client.get("/sse/1");
            assertThat(stream.text("}\n\n")).isNotEmpty();
            host.drain(Duration.ofSeconds(10)).toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(client.goneAway.get(10, TimeUnit.SECONDS)).isEqualTo(Http2Error.NO_ERROR.code());
            stream.ended.get(10, TimeUnit.SECONDS);
            client.channel.closeFuture().await(10, TimeUnit.SECONDS);
            assertThat(client.channel.isOpen()).isFalse();
            assertThat(tab("/sse/1").events).containsExactly("open", "closed");
            assertThat(host.pendingConnections()).isZero();
        }
    }
}

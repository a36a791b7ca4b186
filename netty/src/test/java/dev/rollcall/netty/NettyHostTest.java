// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.netty.internal.accept.IoTransport;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The host over real sockets, on each transport, driven by the clients of the JDK. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class NettyHostTest {

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final FakeTab tab = new FakeTab();
    private final CompletableFuture<@Nullable Void> unheard = new CompletableFuture<>();

    private Verdict decide(Request request) {
        requests.add(request);
        return switch (request.path()) {
            case "/ws" -> new Verdict.Upgrade(tab);
            case "/sse" -> new Verdict.Stream(Embedded.response(200, ""), tab);
            case "/later" -> new Verdict.Later(CompletableFuture.supplyAsync(() -> Embedded.response(200, "later")));
            case "/never" -> new Verdict.Later(new CompletableFuture<>(), () -> unheard.complete(null));
            default -> Embedded.ok("x".repeat(200_000));
        };
    }

    private NettyHost host(IoTransport transport) {
        return NettyHost.builder(new FakeContract(this::decide))
                .transport(transport)
                .eventLoops(2)
                .start();
    }

    private static HttpResponse<String> fetch(NettyHost host, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + host.port() + path);
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Socket connect(NettyHost host) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), host.port());
    }

    private static BufferedReader send(Socket socket, String request) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(IoTransport.class)
    void answersNowAndLater(IoTransport transport) throws Exception {
        try (NettyHost host = host(transport)) {
            assertThat(fetch(host, "/big").body()).hasSize(200_000);
            assertThat(fetch(host, "/later").body()).isEqualTo("later");
            assertThat(requests)
                    .allSatisfy(request -> assertThat(request.peer()).isInstanceOf(Inet4Address.class));
            assertThat(host.transport()).isEqualTo(transport.label());
        }
    }

    @ParameterizedTest
    @DisplayName("work on a response is abandoned when its client goes, in order or abruptly")
    @CsvSource({"DENSE,true", "DENSE,false", "EPOLL,true", "EPOLL,false"})
    void abandonsWhatNobodyWaitsFor(IoTransport transport, boolean inOrder) throws Exception {
        try (NettyHost host = host(transport)) {
            try (Socket socket = connect(host)) {
                send(socket, "GET /never HTTP/1.1\r\nHost: h\r\n\r\n");
                requests.take();
                if (!inOrder) {
                    socket.setSoLinger(true, 0);
                }
            }
            unheard.get(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource(IoTransport.class)
    void streamsAndNoticesThatTheClientLeaves(IoTransport transport) throws Exception {
        try (NettyHost host = host(transport)) {
            try (Socket socket = connect(host)) {
                BufferedReader in = send(socket, "GET /sse HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(in.lines().filter(line -> line.startsWith("data")).findFirst())
                        .hasValue("data: {\"type\":\"connected\"}");
                assertThat(host.pendingConnections()).isZero();
                // Only one direction: a tab that will send nothing more is gone.
                socket.shutdownOutput();
                tab.gone.get(10, TimeUnit.SECONDS);
            }
            assertThat(tab.events).containsExactly("open", "closed");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = IoTransport.class,
            names = {"DENSE", "EPOLL"}) // NIO cannot tell
    @DisplayName("a request whose client has gone before it is answered opens no lease")
    void noLeaseForNobody(IoTransport transport) throws Exception {
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        CompletableFuture<String> outcome = new CompletableFuture<>();
        Verdict.Answering lease = new Verdict.Answering() {
            @Override
            public Response answer() {
                outcome.complete("answered");
                return Embedded.response(200, "");
            }

            @Override
            public void abandon() {
                outcome.complete("abandoned");
            }
        };
        FakeContract contract = new FakeContract(request -> {
            asked.complete(true);
            gone.join();
            return new Verdict.Lease(lease);
        });
        try (NettyHost host =
                NettyHost.builder(contract).transport(transport).eventLoops(1).start()) {
            try (Socket socket = connect(host)) {
                send(socket, "GET /poll HTTP/1.1\r\nHost: h\r\n\r\n");
                asked.get(10, TimeUnit.SECONDS);
            }
            gone.complete(true);
            assertThat(outcome.get(10, TimeUnit.SECONDS)).isEqualTo("abandoned");
        }
    }

    @ParameterizedTest
    @EnumSource(IoTransport.class)
    void holdsWebSockets(IoTransport transport) throws Exception {
        try (NettyHost host = host(transport)) {
            Listener listener = new Listener();
            WebSocket client = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + host.port() + "/ws"), listener)
                    .get(10, TimeUnit.SECONDS);
            assertThat(listener.messages.poll(10, TimeUnit.SECONDS)).isEqualTo("{\"type\":\"connected\"}");
            tab.wire().execute(() -> {
                for (int i = 0; i < 3; i++) {
                    tab.wire().write(FakeTab.frame("\"" + "y".repeat(i * 60_000) + "\"", "" + i));
                }
                tab.wire().close(Disconnect.SLOW);
            });
            for (int i = 0; i < 3; i++) {
                assertThat(listener.messages.poll(10, TimeUnit.SECONDS)).hasSize(i * 60_000 + 3);
            }
            assertThat(listener.closed.get(10, TimeUnit.SECONDS)).isEqualTo("4408 slow consumer");
            tab.gone.get(10, TimeUnit.SECONDS);
            client.abort();
        }
    }

    @ParameterizedTest
    @DisplayName("S6: a refusal arrives even while the client is still sending")
    @EnumSource(IoTransport.class)
    void refusalsArriveWhileTheClientSends(IoTransport transport) throws Exception {
        try (NettyHost host = host(transport);
                Socket socket = connect(host)) {
            BufferedReader in = send(socket, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000000\r\n\r\n");
            socket.getOutputStream().write(new byte[100_000]);
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
            assertThat(in.lines().reduce("", (a, b) -> b)).contains("16384");
        }
    }

    @ParameterizedTest
    @DisplayName("S5: at the limit of pending connections the oldest silent one is closed for each newcomer")
    @EnumSource(IoTransport.class)
    void silentConnectionsKeepNobodyOut(IoTransport transport) throws Exception {
        FakeContract contract = new FakeContract(this::decide);
        try (NettyHost host = NettyHost.builder(contract)
                .transport(transport)
                .eventLoops(1)
                .maxPendingConnections(4)
                .start()) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sockets.add(connect(host));
            }
            Socket last = connect(host);
            assertThat(send(last, "GET /later HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                            .readLine())
                    .isEqualTo("HTTP/1.1 200 OK");
            for (Socket socket : sockets.subList(0, 96)) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
                socket.close();
            }
            assertThat(contract.rejected).hasSizeGreaterThanOrEqualTo(96).containsOnly("pending");
            for (Socket socket : sockets) {
                socket.close();
            }
            last.close();
        }
    }

    @ParameterizedTest
    @DisplayName("R1: drain stops accepting, asks the contract, and closes what is left after the grace period")
    @EnumSource(IoTransport.class)
    void drains(IoTransport transport) throws Exception {
        CompletableFuture<Duration> asked = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> never = new CompletableFuture<>();
        FakeContract contract = new FakeContract(this::decide, grace -> {
            asked.complete(grace);
            return never;
        });
        NettyHost host = NettyHost.builder(contract).transport(transport).start();
        try (Socket socket = connect(host)) {
            BufferedReader in = send(socket, "GET /sse HTTP/1.1\r\nHost: h\r\n\r\n");
            tab.opened.get(10, TimeUnit.SECONDS);
            host.drain(Duration.ofMillis(100)).toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(asked).isCompletedWithValue(Duration.ofMillis(100));
            assertThat(tab.events).containsExactly("open", "closed");
            assertThat(in.lines()).contains("data: {\"type\":\"connected\"}");
            assertThat(host.pendingConnections()).isZero();
        }
        host.close();
        host.close();
    }

    @ParameterizedTest
    @EnumSource(IoTransport.class)
    void reportsWhyItCannotStart(IoTransport transport) {
        try (NettyHost host = host(transport)) {
            int port = host.port();
            assertThatExceptionOfType(PortUnavailableException.class)
                    .isThrownBy(() -> NettyHost.builder(new FakeContract(this::decide))
                            .port(port)
                            .start())
                    .withMessageContaining("port: " + port)
                    .withMessageContaining("expected: a free port");
        }
        NettyHostBuilder builder = NettyHost.builder(new FakeContract(this::decide));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.port(70_000))
                .withMessage("port: 70000 (expected: 0 to 65535)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.requestTimeout(Duration.ZERO).start())
                .withMessageStartingWith("requestTimeout: PT0S (expected:");
    }

    private static final class Listener implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> closed = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                messages.add(partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode + " " + reason);
            return null;
        }
    }
}

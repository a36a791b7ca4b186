// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.netty.Embedded;
import dev.rollcall.netty.FakeContract;
import dev.rollcall.netty.FakeTab;
import dev.rollcall.netty.LeakCheck;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.LeaveChannel;
import dev.rollcall.netty.internal.serving.Limits;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class RequestHandlerTest {

    private final List<Request> requests = new ArrayList<>();
    private final FakeContract contract = new FakeContract(this::echo);

    private Verdict echo(Request request) {
        requests.add(request);
        return Embedded.ok(request.method() + " " + request.path());
    }

    @Test
    void passesTheRequestOnAsItCame() {
        try (Embedded host = new Embedded(this::echo)) {
            host.send("POST /a%20b?x=1&y=? HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 4\r\n\r\nbody");
            Request request = requests.get(0);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/a%20b");
            assertThat(request.query()).isEqualTo("x=1&y=?");
            assertThat(request.headers().all("X-a")).containsExactly("1", "2");
            assertThat(request.headers().toMap()).containsEntry("x-a", List.of("1", "2"));
            assertThat(request.peer().getHostAddress()).isEqualTo("192.0.2.7");
            assertThat(request.body()).asString().isEqualTo("body");
            assertThat(host.received())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("content-length: 11", "connection: keep-alive", "Content-Type: text/plain")
                    .endsWith("\r\n\r\nPOST /a%20b");
            assertThat(host.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://other.example/x?q, /x, q, other.example",
        "HTTPS://other.example:8443?q, /, q, other.example:8443",
        "*, *, '', h",
        "/http://y, /http://y, '', h"
    })
    void reducesAbsoluteTargets(String target, String path, String query, String authority) {
        try (Embedded host = new Embedded(this::echo)) {
            host.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(requests.get(0).path()).isEqualTo(path);
            assertThat(requests.get(0).query()).isEqualTo(query);
            assertThat(requests.get(0).headers().all("host")).containsExactly(authority);
        }
    }

    @Test
    void answersPipelinedRequestsInOrderAndOneAtATime() {
        CompletableFuture<Response> slow = new CompletableFuture<>();
        try (Embedded host = new Embedded(request -> {
            requests.add(request);
            return request.path().equals("/slow") ? new Verdict.Later(slow) : Embedded.ok(request.path());
        })) {
            host.send(
                    "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /slow HTTP/1.1\r\nHost: h\r\n\r\nGET /3 HTTP/1.1\r\nHost: h\r\n\r\n"
                            + "GET /4 HTTP/1.1\r\nHo");
            assertThat(requests).extracting(Request::path).containsExactly("/1", "/slow");
            assertThat(host.channel().config().isAutoRead())
                    .as("reads while the answer is pending")
                    .isFalse();
            slow.complete(Embedded.response(200, "late"));
            assertThat(host.received()).containsSubsequence("\r\n\r\n/1HTTP", "\r\n\r\nlateHTTP", "\r\n\r\n/3");
            assertThat(host.channel().config().isAutoRead()).isTrue();
            host.send("st: h\r\n\r\n");
            assertThat(host.received()).endsWith("\r\n\r\n/4");
        }
    }

    @Test
    void dropsAnAnswerThatComesAfterTheClientHasLeft() {
        CompletableFuture<Response> slow = new CompletableFuture<>();
        try (Embedded host = new Embedded(request -> {
            requests.add(request);
            return new Verdict.Later(slow);
        })) {
            host.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
            host.channel().close();
            slow.complete(Embedded.response(200, "late"));
            assertThat(host.received()).isEmpty();
            assertThat(requests).hasSize(1);
        }
    }

    @Test
    @DisplayName("a contract that throws, although it must not, costs only the connection")
    void closesWhenTheContractThrows() {
        try (Embedded host = new Embedded(request -> {
            throw new IllegalStateException("test");
        })) {
            host.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(host.received()).isEmpty();
            assertThat(host.isOpen()).isFalse();
            assertThat(host.context().pending().count()).isZero();
        }
    }

    @Test
    void headStatesTheLengthWithoutABody() {
        try (Embedded host = new Embedded(this::echo)) {
            host.send("HEAD /x HTTP/1.1\r\nHost: h\r\n\r\nGET /y HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(host.received())
                    .contains("content-length: 7\r\n")
                    .doesNotContain("HEAD /x")
                    .endsWith("GET /y");
        }
    }

    @Test
    void noContentStatesNoLength() {
        try (Embedded host = new Embedded(request -> new Verdict.Answer(Embedded.response(204, "")))) {
            host.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(host.received()).startsWith("HTTP/1.1 204 ").doesNotContain("content-length");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"})
    void closesWhenAskedTo(String request) {
        try (Embedded host = new Embedded(this::echo)) {
            host.send(request);
            assertThat(host.received()).contains("connection: close").endsWith("GET /");
            assertThat(host.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @DisplayName("S6: what is not valid HTTP is refused, and the connection closed")
    @CsvSource({
        "400, 'GARBAGE\\r\\n\\r\\n'",
        "400, 'GET / HTTP/1.1\\r\\n\\r\\n'",
        "400, 'GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n'",
        "400, 'POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 3\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n'",
        "400, 'POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked, gzip\\r\\n\\r\\n'",
        "400, 'POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 3\\r\\nContent-Length: 4\\r\\n\\r\\nabcd'",
        "400, 'POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: -1\\r\\n\\r\\n'",
        "400, 'POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n'",
        "400, 'GET / HTTP/1.1\\r\\nHost : h\\r\\n\\r\\n'",
        "400, 'GET / HTTP/1.1\\r\\nHost: h\\r\\nSec-WebSocket-Key1: 1\\r\\nSec-WebSocket-Key2: 2\\r\\n\\r\\n'",
        "413, 'POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 16385\\r\\n\\r\\n'",
        "413, 'POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 16385\\r\\nExpect: 100-continue\\r\\n\\r\\n'",
        "417, 'POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 1\\r\\nExpect: magic\\r\\n\\r\\n'",
        "505, 'GET / HTTP/3.7\\r\\nHost: h\\r\\n\\r\\n'"
    })
    void refusesWhatIsNotHttp(int status, String escaped) {
        try (Embedded host = new Embedded(this::echo)) {
            host.send(escaped.replace("\\r", "\r").replace("\\n", "\n"));
            assertThat(host.received()).startsWith("HTTP/1.1 " + status + " ").contains("connection: close");
            assertThat(host.isOpen()).isFalse();
            assertThat(requests).isEmpty();
        }
    }

    @Test
    @DisplayName("S6: the sizes of line, headers and body are bounded")
    void boundsSizes() {
        assertThat(statusOf("GET /" + "a".repeat(8 * 1024) + " HTTP/1.1\r\nHost: h\r\n\r\n"))
                .isEqualTo("414");
        assertThat(statusOf("GET /" + "a".repeat(100_000))).isEqualTo("414");
        assertThat(statusOf("GET / HTTP/1.1\r\nHost: h\r\nA: " + "a".repeat(16 * 1024)))
                .isEqualTo("431");
        assertThat(statusOf("GET / HTTP/1.1\r\nHost: h\r\n" + "A: b\r\n".repeat(5000)))
                .isEqualTo("431");
        String chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(statusOf(chunked + ("1000\r\n" + "a".repeat(4096) + "\r\n").repeat(4) + "1\r\na\r\n0\r\n\r\n"))
                .isEqualTo("413");
        assertThat(statusOf(chunked + ("1000\r\n" + "a".repeat(4096) + "\r\n").repeat(4) + "0\r\n\r\n"))
                .isEqualTo("200");
    }

    private Embedded handedOver(FakeTab tab) {
        HostContext context = new HostContext(contract, Limits.DEFAULTS, LeaveChannel.NEVER, false);
        return new Embedded(context, new Verdict.Upgrade(tab));
    }

    @Test
    @DisplayName(
            "S5: a verdict that came with the connection is abandoned when the client goes before its request is read")
    void abandonsTheVerdictOfAClientThatHasGone() {
        FakeTab tab = new FakeTab();
        try (Embedded host = handedOver(tab)) {
            host.send("GET /ws HTTP/1.1\r\nHost: h\r\n");
            host.channel().close();
            assertThat(host.isOpen()).isFalse();
            assertThat(tab.events).containsExactly("abandon");
        }
        assertThat(tab.events).containsExactly("abandon");
    }

    @Test
    @DisplayName("S5: a verdict that came with the connection is abandoned when the request is refused or too slow")
    void abandonsTheVerdictOnARefusedRequest() {
        FakeTab malformed = new FakeTab();
        try (Embedded host = handedOver(malformed)) {
            assertThat(host.send("nonsense\r\n\r\n").received()).startsWith("HTTP/1.1 400 ");
            assertThat(malformed.events).containsExactly("abandon");
        }
        FakeTab slow = new FakeTab();
        try (Embedded host = handedOver(slow)) {
            host.send("GET /ws HTTP/1.1\r\n");
            host.advance(Duration.ofSeconds(10));
            assertThat(host.received()).startsWith("HTTP/1.1 408 ");
            assertThat(slow.events).containsExactly("abandon");
        }
        assertThat(malformed.events).containsExactly("abandon");
        assertThat(slow.events).containsExactly("abandon");
    }

    @Test
    @DisplayName("S5: a verdict that came with the connection is carried out once, and not abandoned then")
    void carriesOutTheVerdictThatCameWithTheConnection() {
        FakeTab tab = new FakeTab();
        HostContext context = new HostContext(contract, Limits.DEFAULTS, LeaveChannel.NEVER, false);
        Verdict stream = new Verdict.Stream(Embedded.response(200, ""), tab);
        try (Embedded host = new Embedded(context, stream)) {
            assertThat(host.send("GET /sse HTTP/1.1\r\nHost: h\r\n\r\n").received())
                    .startsWith("HTTP/1.1 200 ");
            assertThat(requests).isEmpty();
        }
        assertThat(tab.events).containsExactly("open", "closed");
    }

    private String statusOf(String request) {
        try (Embedded host = new Embedded(this::echo)) {
            return host.send(request).received().substring(9, 12);
        }
    }

    @Test
    void tellsAClientThatAsksToContinue() {
        try (Embedded host = new Embedded(this::echo)) {
            host.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(host.received()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            host.send("ab");
            assertThat(host.received()).endsWith("POST /x");
            assertThat(new String(requests.get(0).body(), StandardCharsets.US_ASCII))
                    .isEqualTo("ab");
        }
    }

    @Test
    @DisplayName("S6: a request that is not whole after 10 seconds is answered 408, even while it trickles in")
    void refusesSlowRequests() {
        try (Embedded host = new Embedded(this::echo)) {
            host.send("GET / HTTP/1.1\r\n");
            for (int second = 1; second < 10; second++) {
                host.advance(Duration.ofSeconds(1));
                host.send("A: b\r\n");
            }
            assertThat(host.received()).isEmpty();
            host.advance(Duration.ofSeconds(1));
            assertThat(host.received()).startsWith("HTTP/1.1 408 ");
            assertThat(host.isOpen()).isFalse();
        }
    }

    @Test
    void closesSilentConnections() {
        try (Embedded fresh = new Embedded(this::echo);
                Embedded idle = new Embedded(this::echo)) {
            idle.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").received();
            fresh.advance(Duration.ofMillis(9_999));
            assertThat(fresh.isOpen()).isTrue();
            fresh.advance(Duration.ofMillis(1));
            assertThat(fresh.isOpen()).isFalse();
            assertThat(fresh.received()).isEmpty();
            idle.advance(Duration.ofMillis(59_999));
            assertThat(idle.isOpen()).isTrue();
            idle.advance(Duration.ofMillis(1));
            assertThat(idle.isOpen()).isFalse();
        }
    }

    @Test
    void aSecondRequestHasItsOwnTimeLimit() {
        try (Embedded host = new Embedded(this::echo)) {
            host.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n").received();
            host.advance(Duration.ofSeconds(50));
            host.send("GET /2 HTTP/1.1\r\n");
            host.advance(Duration.ofSeconds(9));
            host.send("Host: h\r\n\r\n");
            assertThat(host.received()).endsWith("GET /2");
        }
    }

    @Test
    @DisplayName("S5: near the limit connections are not kept alive, and the count goes back down")
    void countsConnections() {
        HostContext context = new HostContext(
                contract,
                new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60), 4, 1 << 20),
                LeaveChannel.NEVER,
                false);
        try (Embedded one = new Embedded(context);
                Embedded two = new Embedded(context);
                Embedded three = new Embedded(context)) {
            assertThat(one.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").received()).contains("connection: keep-alive");
            Embedded four = new Embedded(context);
            assertThat(context.pending().count()).isEqualTo(4);
            assertThat(four.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").received())
                    .contains("connection: close");
            assertThat(context.pending().count()).isEqualTo(3);
            two.channel().close();
            three.channel().close();
            assertThat(context.pending().count()).isEqualTo(1);
        }
        assertThat(context.pending().count()).isZero();
    }

    @Test
    void countsWhatItRefusesItself() {
        try (Embedded host = new Embedded(contract)) {
            host.send("nonsense\r\n\r\n");
            assertThat(contract.rejected).containsExactly("http-400");
        }
    }

    @Test
    @DisplayName("R1: drain closes idle connections, and lets an answer in progress be sent")
    void drainsRequests() {
        CompletableFuture<Response> slow = new CompletableFuture<>();
        HostContext context = new HostContext(
                new FakeContract(request -> new Verdict.Later(slow)), Limits.DEFAULTS, LeaveChannel.NEVER, false);
        try (Embedded fresh = new Embedded(context);
                Embedded busy = new Embedded(context)) {
            busy.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            CompletableFuture<?> empty = context.pending().drain().toCompletableFuture();
            assertThat(fresh.isOpen()).isFalse();
            assertThat(busy.isOpen()).isTrue();
            assertThat(empty).isNotDone();
            slow.complete(Embedded.response(200, "last"));
            assertThat(busy.received()).contains("connection: close").endsWith("last");
            assertThat(empty).isDone();
        }
    }
}

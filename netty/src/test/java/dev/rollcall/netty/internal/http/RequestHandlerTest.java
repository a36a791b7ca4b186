// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.netty.Embedded;
import dev.rollcall.netty.LeakCheck;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests are read, passed on, answered and refused. */
@ExtendWith(LeakCheck.class)
class RequestHandlerTest {

    private final List<Request> requests = new ArrayList<>();

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
}

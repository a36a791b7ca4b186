// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.netty.Embedded;
import dev.rollcall.netty.FakeContract;
import dev.rollcall.netty.LeakCheck;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.LeaveChannel;
import dev.rollcall.netty.internal.serving.Limits;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long requests may take, how many connections there are, and how they end. */
@ExtendWith(LeakCheck.class)
class RequestLimitsTest {

    private final FakeContract contract = new FakeContract(RequestLimitsTest::echo);

    private static Verdict echo(Request request) {
        return Embedded.ok(request.method() + " " + request.path());
    }

    @Test
    @DisplayName("S6: a request that is not whole after 10 seconds is answered 408, even while it trickles in")
    void refusesSlowRequests() {
        try (Embedded host = new Embedded(RequestLimitsTest::echo)) {
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
        try (Embedded fresh = new Embedded(RequestLimitsTest::echo);
                Embedded idle = new Embedded(RequestLimitsTest::echo)) {
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
        try (Embedded host = new Embedded(RequestLimitsTest::echo)) {
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

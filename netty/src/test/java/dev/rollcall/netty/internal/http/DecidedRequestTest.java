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
import dev.rollcall.protocol.wire.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A connection whose first request came with a verdict, from the loop that had read it. */
@ExtendWith(LeakCheck.class)
class DecidedRequestTest {

    private final List<Request> requests = new ArrayList<>();

    private final FakeContract contract = new FakeContract(this::echo);

    private Verdict echo(Request request) {
        requests.add(request);
        return Embedded.ok(request.method() + " " + request.path());
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
}

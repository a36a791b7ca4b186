// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.netty.NettyHost;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.options.LimitSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.tab.PushTab;
import dev.rollcall.testkit.client.RawSocket;
import io.netty.channel.epoll.Epoll;
import io.netty.util.ResourceLeakDetector;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jol.info.ClassLayout;

/** What a held connection costs: in bytes, not in time, so that only worse code can fail the test. */
class DenseCostTest {

    private static final int TABS = 500;
    private static final int POSTS = 500;
    private static final String BROWSER = """
            Host: 127.0.0.1\r
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r
            Accept: */*\r
            Accept-Language: en-US,en;q=0.5\r
            Accept-Encoding: gzip, deflate, br, zstd\r
            Origin: http://127.0.0.1\r
            """;
    private static final Map<String, String> HEADS = Map.of(
            "sse", "GET /__skew/sse?version=v1&route=/shop HTTP/1.1\r\n" + BROWSER + "\r\n",
            "ws",
                    "GET /__skew/ws?version=v1&route=/shop HTTP/1.1\r\n" + BROWSER
                            + "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @BeforeEach
    void onLinux() {
        assumeThat(Epoll.isAvailable()).as("epoll").isTrue();
    }

    @Test
    @DisplayName("the objects of a held connection in host and protocol take at most 144 bytes")
    void bytes() {
        long own = 0;
        for (Class<?> part : List.of(DenseSocket.class, DenseStream.class, PushTab.class)) {
            own += ClassLayout.parseClass(part).instanceSize();
        }
        assertThat(own).isLessThanOrEqualTo(144);
    }

    // Without the leak detection of tests it would be 6.5 and 9.7 KB.
    @ParameterizedTest
    @CsvSource({"sse,13000", "ws,19500"})
    @DisplayName("opening a tab makes little garbage, with a head as browsers send it")
    void opening(String transport, long limit) {
        withHost(ProtocolOptions.defaults(), (rollcall, host) -> {
            List<RawSocket> tabs = open(host, transport, TABS);
            long before = allocated();
            tabs.addAll(open(host, transport, TABS));
            assertThat((allocated() - before) / TABS).as("bytes per opening").isLessThan(limit);
            tabs.forEach(RawSocket::close);
        });
    }

    @ParameterizedTest
    @CsvSource({"sse,13000", "ws,19500"})
    @DisplayName("turning a tab away makes no more garbage than letting it in")
    void refusing(String transport, long limit) {
        ProtocolOptions one =
                ProtocolOptions.builder().set(LimitSettings.MAX_CONNECTIONS, 1).build();
        withHost(one, (rollcall, host) -> {
            List<RawSocket> tabs = open(host, transport, 1);
            refuse(host, transport, TABS);
            long before = allocated();
            refuse(host, transport, TABS);
            assertThat((allocated() - before) / TABS).as("bytes per refusal").isLessThan(limit);
            tabs.forEach(RawSocket::close);
        });
    }

    private static void refuse(NettyHost host, String transport, int count) {
        for (int i = 0; i < count; i++) {
            RawSocket tab = RawSocket.connect(host.port());
            assertThat(tab.send(HEADS.getOrDefault(transport, transport)).readToEnd())
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .contains("Retry-After: ", "connection: close\r\n\r\n{");
            tab.close();
        }
    }

    @Test
    @DisplayName("a route update by POST makes little garbage, on a connection that stays")
    void posting() {
        withHost(ProtocolOptions.defaults(), (rollcall, host) -> {
            RawSocket tab = RawSocket.connect(host.port());
            tab.send(HEADS.getOrDefault("sse", "")).readUntil("\"connectionId\":\"");
            String id = tab.readUntil("\"").replace("\"", "");
            RawSocket posting = RawSocket.connect(host.port());
            ResourceLeakDetector.Level detection = ResourceLeakDetector.getLevel();
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED); // it would take twenty times as much
            try {
                post(posting, id, 200);
                long before = allocated();
                post(posting, id, POSTS);
                assertThat((allocated() - before) / POSTS).as("bytes per POST").isLessThan(7_000);
            } finally {
                ResourceLeakDetector.setLevel(detection);
            }
            posting.close();
            tab.close();
        });
    }

    private static void post(RawSocket posting, String id, int count) {
        for (int i = 0; i < count; i++) {
            String body = "{\"connectionId\":\"" + id + "\",\"route\":\"/shop/" + i % 10 + "\"}";
            posting.send("POST /__skew/route HTTP/1.1\r\n" + BROWSER
                            + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .readUntil("{\"ok\":true}");
        }
    }

    @Test
    @DisplayName("a message to all tabs allocates next to nothing per connection, and keeps nothing")
    void fanout() {
        withHost(ProtocolOptions.defaults(), (rollcall, host) -> {
            List<RawSocket> tabs = open(host, "sse", TABS);
            eventually(() -> assertThat(rollcall.internals().hub().size()).isEqualTo(TABS));
            send(rollcall, tabs, 20);
            long before = allocated();
            send(rollcall, tabs, 50);
            assertThat((allocated() - before) / (50 * TABS))
                    .as("bytes per connection and message")
                    .isLessThan(24);
            tabs.forEach(RawSocket::close);
        });
    }

    private static void withHost(ProtocolOptions options, BiConsumer<Rollcall, NettyHost> test) {
        try (Rollcall rollcall = Rollcall.builder().build();
                Protocol protocol = new Protocol(rollcall, options);
                NettyHost host = NettyHost.builder(protocol)
                        .address("127.0.0.1")
                        .eventLoops(2)
                        .start()) {
            assertThat(host.transport()).isEqualTo("dense");
            test.accept(rollcall, host);
        }
    }

    private static List<RawSocket> open(NettyHost host, String transport, int count) {
        List<RawSocket> tabs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RawSocket tab = RawSocket.connect(host.port());
            tab.send(HEADS.getOrDefault(transport, transport)).readUntil("\"connected\"");
            tabs.add(tab);
        }
        return tabs;
    }

    /** Sends messages, and waits until the last has reached every tab. Each loop sends in order. */
    private static void send(Rollcall rollcall, List<RawSocket> tabs, int messages) {
        for (int i = 0; i < messages; i++) {
            rollcall.send(Target.all(), Message.of("news", Map.of("text", "hello")));
        }
        rollcall.send(Target.all(), Message.of("fence", Map.of()));
        tabs.forEach(tab -> tab.readUntil("\"fence\"}\n\n"));
    }

    /** Returns the bytes that all event loops have allocated since they started. */
    private static long allocated() {
        long[] loops = Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("rollcall-io"))
                .mapToLong(thread -> THREADS.getThreadAllocatedBytes(thread.getThreadId()))
                .toArray();
        return Arrays.stream(loops).sum();
    }
}

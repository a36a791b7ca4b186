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
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.tab.PushTab;
import dev.rollcall.testkit.client.RawSocket;
import io.netty.channel.epoll.Epoll;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.ClassLayout;

/** What a held connection costs, in bytes and not in time, so that only worse code can fail it. */
class DenseCostTest {

    private static final int TABS = 500;
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

    @Test
    @DisplayName("a message to all tabs allocates next to nothing per connection, and keeps nothing")
    void fanout() {
        try (Rollcall rollcall = Rollcall.builder().build();
                Protocol protocol = new Protocol(rollcall, ProtocolOptions.defaults());
                NettyHost host = NettyHost.builder(protocol)
                        .address("127.0.0.1")
                        .eventLoops(2)
                        .start()) {
            assertThat(host.transport()).isEqualTo("dense");
            List<RawSocket> tabs = new ArrayList<>();
            for (int i = 0; i < TABS; i++) {
                RawSocket tab = RawSocket.connect(host.port());
                tab.request("GET", "/__skew/sse").head();
                tabs.add(tab);
            }
            eventually(() -> assertThat(rollcall.internals().hub().size()).isEqualTo(TABS));
            send(rollcall, tabs, 20);
            long before = allocated();
            send(rollcall, tabs, 50);
            assertThat((allocated() - before) / (50 * TABS))
                    .as("bytes per connection and message")
                    .isLessThan(24);
            tabs.forEach(RawSocket::close);
        }
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

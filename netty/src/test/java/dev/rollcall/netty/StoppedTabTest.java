// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.netty.internal.accept.IoTransport;
import dev.rollcall.netty.internal.serving.SocketOptions;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.testkit.client.RawSocket;
import io.netty.channel.epoll.Epoll;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tab whose machine keeps the connection but reads nothing, such as one that was put to sleep. */
class StoppedTabTest {

    private static final Message BIG = Message.of("news", Map.of("text", "x".repeat(30_000)));

    @ParameterizedTest
    @EnumSource(IoTransport.class)
    @DisplayName("the kernel holds little for such a tab, however much is sent")
    void holdsLittle(IoTransport transport) {
        assumeThat(transport == IoTransport.NIO || Epoll.isAvailable()).isTrue();
        try (Rollcall rollcall = Rollcall.builder().build();
                Protocol protocol = new Protocol(rollcall, ProtocolOptions.defaults());
                NettyHost host = TestHosts.start(protocol, transport);
                RawSocket tab = RawSocket.connect(host.port(), 4_096, null)) {
            tab.request("GET", "/__skew/sse").head();
            eventually(() -> assertThat(rollcall.internals().hub().size()).isEqualTo(1));
            for (int i = 0; i < 100; i++) {
                rollcall.send(Target.all(), BIG);
            }
            disconnect(rollcall);
            assertThat(tab.drainToEnd())
                    .as("bytes on the way when it was closed")
                    .isBetween(1L, 8L * SocketOptions.SEND_BYTES);
        }
    }

    private static void disconnect(Rollcall rollcall) {
        rollcall.connections(Target.all()).forEach(info -> {
            Connection connection = Objects.requireNonNull(rollcall.connection(info.id()));
            connection.disconnect(Disconnect.LOST);
        });
        eventually(() -> assertThat(rollcall.internals().hub().size()).isZero());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.hostile;

import dev.rollcall.netty.contract.Certified;
import dev.rollcall.testkit.client.RawFrame;
import dev.rollcall.testkit.client.RawSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** S5: what strangers can do with TLS; see {@link Besieged}. */
@Timeout(120)
class HostileTlsTest {

    private static final Certified CERTIFIED = Certified.make();

    private final List<RawSocket> readers = new ArrayList<>();
    private Besieged server;

    @BeforeEach
    void start() throws Exception {
        server = Besieged.start(CERTIFIED);
    }

    @AfterEach
    void end() throws Exception {
        server.end();
        readers.forEach(RawSocket::reset);
    }

    @Test
    @DisplayName("handshakes that never end, and records that never come whole")
    void unfinishedHandshakes() throws Exception {
        byte[] record = ByteBuffer.allocate(15_000)
                .put(new byte[] {22, 3, 1, 0x40, 0})
                .array(); // The head of a record of 16 KiB.
        server.many(1000, record);
        server.many(500, new byte[] {22, 3, 1});
    }

    @Test
    @DisplayName("answers that nobody reads, and unfinished messages of tabs")
    void unreadAnswers() {
        byte[] half = RawFrame.client(true, RawFrame.TEXT, new byte[15_000]);
        for (int i = 0; i < 150; i++) {
            RawSocket reader = server.connect();
            readers.add(reader);
            if (i % 2 == 0) {
                reader.send("GET /report HTTP/1.1\r\nHost: x\r\n\r\n".repeat(40));
            } else {
                reader.upgrade("/__skew/ws?version=v1&route=/half");
                reader.send(java.util.Arrays.copyOf(half, half.length - 1));
            }
            if (i % 25 == 24) {
                server.health();
            }
        }
    }
}

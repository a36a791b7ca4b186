// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.hostile;

import static dev.rollcall.netty.hostile.Besieged.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.client.RawFrame;
import dev.rollcall.testkit.client.RawSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S5: nothing that strangers send or leave unread ends the service; see {@link Besieged}. */
@Timeout(120)
class HostileTest {

    private Besieged server;

    @BeforeEach
    void start() throws Exception {
        server = Besieged.start(null);
    }

    @AfterEach
    void end() throws Exception {
        server.end();
    }

    private void many(int connections, byte[] bytes) throws IOException {
        server.many(connections, bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/file", "/report"})
    @DisplayName("answers that nobody reads, 40 pipelined on each connection")
    void unreadAnswers(String path) throws Exception {
        many(600, ascii(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").repeat(40)));
    }

    @Test
    @DisplayName("requests that never end: heads of small headers, and bodies")
    void unfinishedRequests() throws Exception {
        String headers = "a:\r\n".repeat(3500);
        many(300, ascii("GET / HTTP/1.1\r\nHost: x\r\n" + headers));
        String body = "POST /__skew/poll HTTP/1.1\r\nHost: x\r\nContent-Length: 16000\r\n\r\n" + "x".repeat(15_000);
        many(1000, ascii(body));
    }

    @Test
    @DisplayName("HTTP/2: streams that never end, with and without bodies")
    void unfinishedStreams() throws Exception {
        many(300, streams(63, 0));
        many(200, streams(63, 900));
    }

    @Test
    @DisplayName("WebSocket messages that never end")
    void unfinishedMessages() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(ascii(String.join(
                "\r\n",
                "GET /__skew/ws HTTP/1.1",
                "Host: x",
                "User-Agent: Mozilla/5.0",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "",
                "")));
        all.write(RawFrame.client(false, RawFrame.TEXT, new byte[15_000]));
        byte[] half = RawFrame.client(true, 0, new byte[15_000]);
        all.write(half, 0, half.length - 1);
        many(1000, all.toByteArray());
    }

    @Test
    @DisplayName("silent connections, more than there are places")
    void silentConnections() throws Exception {
        many(6000, new byte[0]);
    }

    @Test
    @DisplayName("pings, pongs and empty fragments at full speed are ended with 1008")
    void floodsOfFrames() throws Exception {
        for (byte[] frame : List.of(
                RawFrame.client(true, RawFrame.PING, new byte[0]), RawFrame.client(true, RawFrame.PONG, new byte[0]))) {
            try (RawSocket tab = server.connect()) {
                tab.upgrade("/__skew/ws?version=v1&route=/flood").head();
                assertThat(tab.message()).contains("connected");
                for (int i = 0; i < 300; i++) {
                    tab.send(frame);
                }
                RawFrame last = tab.frame();
                while (last.opcode() != RawFrame.CLOSE) {
                    last = tab.frame();
                }
                assertThat(last.closeCode()).isEqualTo(1008);
            }
        }
    }

    @Test
    @DisplayName("HTTP/2: pings and settings at full speed end the connection")
    void floodsOfControlFrames() throws Exception {
        byte[] ping = frame(6, 0, 0, new byte[8]);
        byte[] settings = frame(4, 0, 0, new byte[0]);
        for (byte[] one : List.of(ping, settings)) {
            try (RawSocket flood = server.connect()) {
                flood.send(streams(0, 0));
                for (int i = 0; i < 300; i++) {
                    flood.send(one);
                }
                flood.drainToEnd();
            }
        }
    }

    /** Returns an HTTP/2 connection with streams that send a head, perhaps part of a body, but never an end. */
    private static byte[] streams(int count, int body) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        all.write(frame(4, 0, 0, new byte[0]));
        for (int i = 0; i < count; i++) {
            // RFC 7541, appendix A: POST, http, /, and a literal :authority.
            all.write(frame(1, 0x4, 2 * i + 1, new byte[] {(byte) 0x83, (byte) 0x86, (byte) 0x84, 0x41, 1, 'h'}));
            if (body > 0) {
                all.write(frame(0, 0, 2 * i + 1, new byte[body]));
            }
        }
        return all.toByteArray();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(ByteBuffer.allocate(9)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .array());
        frame.write(payload);
        return frame.toByteArray();
    }
}

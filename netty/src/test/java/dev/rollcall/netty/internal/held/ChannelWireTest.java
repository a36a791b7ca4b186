// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.held;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.netty.Embedded;
import dev.rollcall.netty.FakeTab;
import dev.rollcall.netty.LeakCheck;
import dev.rollcall.netty.internal.frame.ServerFrames;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class ChannelWireTest {

    private static final String HANDSHAKE = String.join(
            "\r\n",
            "GET /ws HTTP/1.1",
            "Host: h",
            "Connection: keep-alive, Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");
    private static final int FIN = 0x80;

    private FakeTab tab = new FakeTab();

    private Embedded webSocketHost() {
        return new Embedded(request -> new Verdict.Upgrade(tab));
    }

    private Embedded openWebSocket() {
        tab = new FakeTab();
        Embedded host = webSocketHost();
        assertThat(host.send(HANDSHAKE).received()).startsWith("HTTP/1.1 101 ");
        tab.events.clear();
        return host;
    }

    private Embedded openStream() {
        Embedded host = new Embedded(request -> new Verdict.Stream(Embedded.response(200, ""), tab));
        assertThat(host.send("GET /sse HTTP/1.1\r\nHost: h\r\n\r\n").received()).startsWith("HTTP/1.1 200 ");
        tab.events.clear();
        return host;
    }

    /** Returns a frame with a mask that changes its bytes. */
    private static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else {
            out.write(0x80 | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        }
        byte[] mask = {1, 2, 3, 4};
        out.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ mask[i % 4]);
        }
        return out.toByteArray();
    }

    private static byte[] frame(int first, String payload) {
        return frame(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    private static int closeCode(byte[] sent) {
        assertThat(sent[0] & 0xFF).isEqualTo(FIN | ServerFrames.CLOSE);
        return ((sent[2] & 0xFF) << 8) | (sent[3] & 0xFF);
    }

    @Test
    void completesTheHandshakeAndKeepsTheBytesBehindIt() {
        try (Embedded host = webSocketHost()) {
            byte[] handshake = HANDSHAKE.getBytes(StandardCharsets.US_ASCII);
            byte[] text = frame(FIN | 1, "early");
            byte[] both = Arrays.copyOf(handshake, handshake.length + text.length);
            System.arraycopy(text, 0, both, handshake.length, text.length);
            host.send(both);
            assertThat(tab.events).containsExactly("open", "text:early");
            assertThat(host.received())
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                    .contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
                    .doesNotContain("content-length", "transfer-encoding")
                    .endsWith("\r\n\r\n\u0081\u0014{\"type\":\"connected\"}");
            assertThat(host.context().pending().count())
                    .as("held connections are not pending")
                    .isZero();
        }
        assertThat(tab.events).endsWith("closed");
    }

    @ParameterizedTest
    @DisplayName("S5: a malformed handshake is refused and its place released")
    @CsvSource({
        "400, GET, POST",
        "400, HTTP/1.1, HTTP/1.0",
        "400, 'keep-alive, Upgrade', keep-alive",
        "400, Upgrade: websocket, Upgrade: h2c",
        "400, dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25j",
        "400, dGhlIHNhbXBsZSBub25jZQ==, !!!!!!!!!!!!!!!!!!!!!!!!",
        "400, Sec-WebSocket-Key, X-Key",
        "426, Version: 13, Version: 8",
        "426, Sec-WebSocket-Version, X-Version"
    })
    void refusesMalformedHandshakes(int status, String good, String bad) {
        try (Embedded host = webSocketHost()) {
            String answer = host.send(HANDSHAKE.replace(good, bad)).received();
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
            assertThat(answer.contains("Sec-WebSocket-Version: 13")).isEqualTo(status == 426);
            assertThat(tab.events).containsExactly("abandon");
            assertThat(host.isOpen()).isFalse();
        }
    }

    @Test
    void readsMessagesByteByByteAndInFragments() {
        try (Embedded host = openWebSocket()) {
            for (byte one : frame(FIN | 1, "grüß")) {
                host.send(new byte[] {one});
            }
            host.send(frame(1, "a"))
                    .send(frame(FIN | 9, "p"))
                    .send(frame(0, ""))
                    .send(frame(FIN, "b"));
            assertThat(tab.events).containsExactly("text:grüß", "alive", "text:ab");
            assertThat(host.received()).isEqualTo("\u008A\u0001p");
        }
    }

    @Test
    void assemblesACharacterThatIsSplitBetweenFragments() {
        try (Embedded host = openWebSocket()) {
            host.send(frame(1, new byte[] {(byte) 0xC3})).send(frame(FIN, new byte[] {(byte) 0xBC}));
            assertThat(tab.events).containsExactly("text:ü");
        }
    }

    @Test
    @DisplayName("S6: messages are bounded, whether whole or in fragments")
    void boundsMessages() {
        try (Embedded host = openWebSocket()) {
            host.send(frame(FIN | 1, "a".repeat(16 * 1024)));
            host.send(frame(1, "a".repeat(16 * 1024)));
            assertThat(tab.events).hasSize(1).first().asString().hasSize(5 + 16 * 1024);
            host.send(frame(FIN, "a"));
            assertThat(tab.events).endsWith("tooBig");
            assertThat(closeCode(host.receivedBytes())).isEqualTo(1009);
            host.send(frame(FIN | 1, "ignored"));
            assertThat(tab.events).hasSize(2);
        }
        try (Embedded host = openWebSocket()) {
            host.send(frame(FIN | 1, "a".repeat(16 * 1024 + 1)));
            assertThat(tab.events).containsExactly("tooBig");
            assertThat(closeCode(host.receivedBytes())).isEqualTo(1009);
        }
    }

    @Test
    void reportsBinaryMessagesAndPongs() {
        try (Embedded host = openWebSocket()) {
            host.send(frame(FIN | 10, "")).send(frame(FIN | 2, "x"));
            assertThat(tab.events).containsExactly("alive", "binary");
            assertThat(closeCode(host.receivedBytes())).isEqualTo(1003);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C0AF", "EDA080", "FF", "C3", "F5808080"})
    void closesOnTextThatIsNotUtf8(String hex) {
        try (Embedded host = openWebSocket()) {
            host.send(frame(FIN | 1, HexFormat.of().parseHex(hex)));
            assertThat(closeCode(host.receivedBytes())).isEqualTo(1007);
            host.advance(Duration.ofSeconds(1));
            assertThat(host.isOpen()).isFalse();
            assertThat(tab.events).containsExactly("closed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8100", "C180000000", "8380000000", "0180000000", "0980000000", "88810000000000"})
    void closesOnMalformedFrames(String hex) {
        try (Embedded host = openWebSocket()) {
            // A text frame follows each: after a first fragment (0180...) that is not allowed.
            host.send(HexFormat.of().parseHex(hex)).send(frame(FIN | 1, "x"));
            assertThat(closeCode(host.receivedBytes())).isEqualTo(1002);
            assertThat(tab.events).isEmpty();
        }
    }

    @Test
    void answersACloseFrameAndEnds() {
        try (Embedded host = openWebSocket()) {
            host.send(frame(FIN | 8, new byte[] {0x03, (byte) 0xE9, 'b', 'y', 'e'}));
            assertThat(host.receivedBytes()).containsExactly(0x88, 2, 0x03, 0xE9);
            assertThat(host.isOpen()).isFalse();
            assertThat(tab.events).containsExactly("closed");
        }
        try (Embedded host = openWebSocket()) {
            host.send(frame(FIN | 8, ""));
            assertThat(host.receivedBytes()).containsExactly(0x88, 0);
        }
    }

    @Test
    void closesWithCodeAndReasonAndWaitsOneSecondForTheTab() {
        try (Embedded host = openWebSocket()) {
            tab.wire().write(FakeTab.frame("{}"));
            tab.wire().close(Disconnect.GOING_AWAY);
            tab.wire().write(FakeTab.frame("{\"late\":1}"));
            tab.wire().ping();
            EmbeddedChannel client = new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, 1024));
            client.writeInbound(Unpooled.wrappedBuffer(host.receivedBytes()));
            assertThat(take(client)).isInstanceOf(TextWebSocketFrame.class);
            assertThat(take(client))
                    .isInstanceOfSatisfying(
                            CloseWebSocketFrame.class,
                            close -> assertThat(close.statusCode()).isEqualTo(1001));
            assertThat(client.<Object>readInbound()).isNull();
            host.advance(Duration.ofMillis(999));
            assertThat(host.isOpen()).isTrue();
            host.advance(Duration.ofMillis(1));
            assertThat(host.isOpen()).isFalse();
            assertThat(tab.events).containsExactly("closed");
        }
    }

    private static WebSocketFrame take(EmbeddedChannel client) {
        WebSocketFrame frame = client.readInbound();
        WebSocketFrame copy = frame.replace(Unpooled.copiedBuffer(frame.content()));
        frame.release();
        return copy;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 107, 108, 109, 1005, 1006, 5000, 65_517, 65_518, 70_000})
    void framesAnyLengthWithAndWithoutATail(int padding) {
        String json = "{\"p\":\"" + "x".repeat(padding) + "\"";
        String tail = ",\"yourId\":1}";
        try (Embedded host = openWebSocket()) {
            tab.wire().write(FakeTab.frame(json));
            tab.wire().write(FakeTab.frame(json, tail));
            EmbeddedChannel client = new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, 1 << 20));
            client.writeInbound(Unpooled.wrappedBuffer(host.receivedBytes()));
            assertThat(take(client).content().toString(StandardCharsets.UTF_8)).isEqualTo(json);
            assertThat(take(client).content().toString(StandardCharsets.UTF_8)).isEqualTo(json + tail);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5000})
    void sendsEventsWithAndWithoutATail(int padding) {
        String json = "{\"p\":\"" + "x".repeat(padding) + "\"";
        try (Embedded host = openStream()) {
            tab.wire().write(FakeTab.frame(json + "}"));
            tab.wire().write(FakeTab.frame(json, ",\"yourId\":1}"));
            assertThat(host.received()).isEqualTo("data: " + json + "}\n\ndata: " + json + ",\"yourId\":1}\n\n");
        }
    }

    @Test
    void streamsUntilTheConnectionEnds() {
        FakeTab streamed = new FakeTab();
        try (Embedded host = new Embedded(request -> new Verdict.Stream(Embedded.response(200, ""), streamed))) {
            String head = host.send("GET /sse HTTP/1.1\r\nHost: h\r\n\r\nrest").received();
            assertThat(head)
                    .contains("connection: close")
                    .doesNotContain("content-length", "transfer-encoding")
                    .endsWith("\r\n\r\ndata: {\"type\":\"connected\"}\n\n");
            host.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            host.advance(Duration.ofMinutes(10));
            assertThat(host.received()).isEmpty();
            assertThat(host.isOpen()).isTrue();
            streamed.wire().write(FakeTab.frame("{}"));
            streamed.wire().close(Disconnect.GOING_AWAY);
            assertThat(host.received()).isEqualTo("data: {}\n\n");
            assertThat(host.isOpen()).isFalse();
            assertThat(streamed.events).containsExactly("open", "closed");
        }
    }

    @Test
    void aHeldConnectionKeepsOnlyItsWire() {
        try (Embedded stream = openStream();
                Embedded socket = openWebSocket()) {
            assertThat(stream.channel().pipeline().toMap().values())
                    .hasOnlyElementsOfType(SseWire.class)
                    .hasSize(1);
            assertThat(socket.channel().pipeline().names()).hasSize(2); // the wire and the pipeline's own tail
        }
    }

    @Test
    @DisplayName("S7: the wire is not writable while the reader is behind, and reports when it has caught up")
    void reportsWhenTheWireTakesMore() {
        try (Embedded host = openWebSocket()) {
            host.channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(512, 1024));
            tab.wire().write(FakeTab.frame("x".repeat(2000)));
            assertThat(tab.wire().isWritable()).isFalse();
            assertThat(tab.events).as("never from inside a write").isEmpty();
            host.received();
            assertThat(tab.wire().isWritable()).isTrue();
            host.channel().runPendingTasks();
            assertThat(tab.events).containsExactly("writable");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rollcall.testkit.client.RawFrame;
import dev.rollcall.testkit.client.RawSocket;
import dev.rollcall.testkit.process.JavaProcess;
import io.netty.channel.epoll.Epoll;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing that strangers send, or leave unread, ends the service: with 64 MiB of heap and 32 MiB for buffers health is
 * answered throughout, the tabs that were there stay, and the log says little.
 */
@Timeout(120)
class HostileTest {

    private static final int TABS = 20;
    private static final String ERROR = "(?s).*(ERROR|SEVERE|LEAK|OutOfMemory|127\\.0\\.0\\.1:\\d+[^/\\d]).*";

    private final List<RawSocket> tabs = new ArrayList<>();
    private final List<SocketChannel> strangers = new ArrayList<>();
    private JavaProcess server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        assumeThat(Epoll.isAvailable()).as("epoll").isTrue();
        server = JavaProcess.start(
                List.of(
                        "-XX:MaxDirectMemorySize=32m",
                        "-Dio.netty.leakDetection.level=paranoid",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SmallServer.class.getName()),
                Map.of());
        port = URI.create(server.address()).getPort();
        for (int i = 0; i < TABS; i++) {
            RawSocket tab = RawSocket.connect(port);
            tab.upgrade("/__skew/ws?version=v1&route=/held").head();
            assertThat(tab.message()).contains("connected");
            tabs.add(tab);
        }
    }

    @AfterEach
    void end() throws Exception {
        try {
            health();
            for (SocketChannel stranger : strangers) {
                stranger.close();
            }
            health();
            for (RawSocket tab : tabs) {
                tab.send(RawFrame.text("ping"));
                String answer = tab.message();
                while (!answer.contains("pong")) {
                    answer = tab.message();
                }
            }
            server.terminate();
            server.exitCode();
            assertThat(server.err().all())
                    .noneMatch(line -> line.matches(ERROR))
                    .hasSizeLessThan(60);
        } catch (AssertionError | Exception e) {
            server.close();
            e.addSuppressed(
                    new AssertionError("the server's log: " + server.err().all()));
            throw e;
        } finally {
            server.close();
        }
    }

    /** The server answers, and the tabs say that they are alive. */
    private void health() {
        tabs.forEach(tab -> tab.send(RawFrame.client(true, RawFrame.PONG, new byte[0])));
        try (RawSocket probe = RawSocket.connect(port)) {
            assertThat(probe.request("GET", "/__skew/health").answer().status()).isEqualTo(200);
        }
    }

    /** Connects a stranger that reads nothing, and sends this as far as the server takes it. */
    private SocketChannel stranger(byte[] bytes) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(java.net.StandardSocketOptions.SO_RCVBUF, 2048);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        strangers.add(channel);
        write(channel, bytes);
        return channel;
    }

    /** Sends what the server takes. A connection that it has closed takes nothing. */
    private static boolean write(SocketChannel channel, byte[] bytes) {
        try {
            return channel.write(ByteBuffer.wrap(bytes)) >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void many(int connections, byte[] bytes) throws IOException {
        for (int i = 0; i < connections; i++) {
            stranger(bytes);
            if (i % 100 == 99) {
                health();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/file", "/report"})
    @DisplayName("answers that nobody reads, 40 pipelined on each connection")
    void unreadAnswers(String path) throws Exception {
        many(1500, ascii(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").repeat(40)));
    }

    @Test
    @DisplayName("requests that never end: heads of small headers, and bodies")
    void unfinishedRequests() throws Exception {
        String headers = "a:\r\n".repeat(3500);
        many(300, ascii("GET / HTTP/1.1\r\nHost: x\r\n" + headers));
        String body = "POST /__skew/poll HTTP/1.1\r\nHost: x\r\nContent-Length: 16000\r\n\r\n" + "x".repeat(15_000);
        many(1500, ascii(body));
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
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "User-Agent: Mozilla/5.0",
                "",
                "")));
        all.write(RawFrame.client(false, RawFrame.TEXT, new byte[15_000]));
        byte[] half = RawFrame.client(true, 0, new byte[15_000]);
        all.write(half, 0, half.length - 1);
        many(1500, all.toByteArray());
    }

    @Test
    @DisplayName("connections that say nothing, twice as many as there are places")
    void silentConnections() throws Exception {
        many(8000, new byte[0]);
    }

    @Test
    @DisplayName("pings, pongs and empty fragments as fast as they go are ended with 1008")
    void floodsOfFrames() throws Exception {
        for (byte[] frame : List.of(
                RawFrame.client(true, RawFrame.PING, new byte[0]), RawFrame.client(true, RawFrame.PONG, new byte[0]))) {
            try (RawSocket tab = RawSocket.connect(port)) {
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
    @DisplayName("HTTP/2: pings and settings as fast as they go end the connection")
    void floodsOfControlFrames() throws Exception {
        byte[] ping = frame(6, 0, 0, new byte[8]);
        byte[] settings = frame(4, 0, 0, new byte[0]);
        for (byte[] one : List.of(ping, settings)) {
            try (RawSocket flood = RawSocket.connect(port)) {
                flood.send(streams(0, 0));
                for (int i = 0; i < 300; i++) {
                    flood.send(one);
                }
                flood.drainToEnd();
            }
        }
    }

    /** A connection of HTTP/2 with streams that send a head, perhaps a part of a body, and no end. */
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

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.netty.contract.Certified;
import dev.rollcall.testkit.client.RawFrame;
import dev.rollcall.testkit.client.RawSocket;
import dev.rollcall.testkit.process.JavaProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server with 64 MiB of heap and 32 MiB for buffers, some tabs on it, and strangers. Health is answered throughout,
 * the tabs that were there stay, and the log has few lines, without errors, leaks or addresses. Used by one thread.
 */
final class Besieged {

    private static final int TABS = 20;
    private static final String WRONG = ".*(ERROR|SEVERE|LEAK|OutOfMemory|127\\.0\\.0\\.1:\\d+[^/\\d]).*";

    private final JavaProcess process;
    private final @Nullable Certified tls;
    private final int port;
    private final List<RawSocket> tabs = new ArrayList<>();
    private final List<SocketChannel> strangers = new ArrayList<>();

    private Besieged(JavaProcess process, @Nullable Certified tls) throws InterruptedException {
        this.process = process;
        this.tls = tls;
        this.port = URI.create(process.address()).getPort();
    }

    /** Starts the server and connects its tabs. Null means in the clear. */
    static Besieged start(@Nullable Certified tls) throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> program = List.of(
                "-XX:MaxDirectMemorySize=32m",
                "-Dio.netty.leakDetection.level=paranoid",
                "-cp",
                classPath,
                SmallServer.class.getName());
        String[] files = tls == null
                ? new String[0]
                : new String[] {tls.certificate().toString(), tls.key().toString()};
        Besieged server = new Besieged(JavaProcess.start(program, Map.of(), files), tls);
        for (int i = 0; i < TABS; i++) {
            RawSocket tab = server.connect();
            tab.upgrade("/__skew/ws?version=v1&route=/held").head();
            assertThat(tab.message()).contains("connected");
            server.tabs.add(tab);
        }
        return server;
    }

    RawSocket connect() {
        return RawSocket.connect(port, 0, tls == null ? null : tls.trust());
    }

    /** Asks for health, while the tabs give signs of life. */
    void health() {
        tabs.forEach(tab -> tab.send(RawFrame.client(true, RawFrame.PONG, new byte[0])));
        try (RawSocket probe = connect()) {
            assertThat(probe.request("GET", "/__skew/health").answer().status()).isEqualTo(200);
        }
    }

    /** Connects strangers that read nothing and send this, as much of it as the server takes. */
    void many(int connections, byte[] bytes) throws IOException {
        for (int i = 0; i < connections; i++) {
            stranger(bytes);
            if (i % 100 == 99) {
                health();
            }
        }
    }

    private void stranger(byte[] bytes) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 2048);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        strangers.add(channel);
        try {
            channel.write(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            return; // The server has closed it already, as it may.
        }
    }

    /** Checks that everything is as before, and ends the server. */
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
                tab.close();
            }
            process.terminate();
            process.exitCode();
            assertThat(process.err().all())
                    .noneMatch(line -> line.matches(WRONG))
                    .hasSizeLessThan(60);
        } catch (AssertionError | Exception e) {
            process.close();
            e.addSuppressed(
                    new AssertionError("the server's log: " + process.err().all()));
            throw e;
        } finally {
            process.close();
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

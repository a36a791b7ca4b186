// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.netty.Embedded;
import dev.rollcall.netty.FakeContract;
import dev.rollcall.netty.LeakCheck;
import dev.rollcall.netty.NettyHost;
import dev.rollcall.netty.TestHosts;
import dev.rollcall.netty.internal.accept.IoTransport;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP/2 in the clear for clients that begin with stream 1, as all do unless they were upgraded. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class FirstStreamTest {

    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;

    /** RFC 7541, appendix A: GET, http, /, and a literal :authority. */
    private static final byte[] GET = {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x41, 1, 'h'};

    private static NettyHost host(IoTransport transport) {
        return TestHosts.start(
                new FakeContract(request -> Embedded.ok(request.method() + " " + request.path())), transport);
    }

    @ParameterizedTest
    @DisplayName("the first stream of a connection is number 1, and is answered")
    @EnumSource(IoTransport.class)
    void streamOne(IoTransport transport) throws Exception {
        try (NettyHost host = host(transport);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.write(frame(SETTINGS, 0, 0, new byte[0]));
            out.write(frame(HEADERS, 0x5, 1, GET));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            assertThat(answered(in)).isEqualTo(1);
            out.write(frame(HEADERS, 0x5, 3, GET));
            assertThat(answered(in)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @DisplayName("curl --http2-prior-knowledge")
    @EnumSource(IoTransport.class)
    void curl(IoTransport transport) throws Exception {
        Path curl = Path.of("/usr/bin/curl");
        assumeTrue(Files.isExecutable(curl));
        try (NettyHost host = host(transport)) {
            String url = "http://127.0.0.1:" + host.port() + "/";
            Process process = new ProcessBuilder(
                            curl.toString(), "-sS", "-m", "10", "--http2-prior-knowledge", url + "a")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(said).isEqualTo("GET /a");
        }
    }

    /** Returns the stream on which the next response begins, which must be 200. */
    private static int answered(DataInputStream in) throws IOException {
        byte[] head = in.readNBytes(9);
        while (head[3] != HEADERS) {
            in.skipNBytes(length(head));
            head = in.readNBytes(9);
        }
        assertThat(in.read()).as("status 200, indexed").isEqualTo(0x88);
        in.skipNBytes(length(head) - 1);
        return head[8];
    }

    private static int length(byte[] head) {
        return (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff);
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(new byte[] {0, 0, (byte) payload.length, (byte) type, (byte) flags, 0, 0, 0, (byte) stream});
        frame.write(payload);
        return frame.toByteArray();
    }
}

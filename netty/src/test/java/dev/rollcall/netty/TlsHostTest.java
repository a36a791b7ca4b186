// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.time.Timer;
import dev.rollcall.netty.contract.Certified;
import dev.rollcall.netty.internal.tls.CertificateFiles;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Verdict;
import dev.rollcall.testkit.ManualTimer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS over real sockets: what the contract suite does not cover. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
@ParameterizedClass(name = "native {0}")
@ValueSource(booleans = {true, false})
class TlsHostTest {

    @Parameter
    private boolean nativeTls;

    @TempDir
    private Path directory;

    private final FakeTab tab = new FakeTab();

    /** Replaces the certificate with a new one. */
    private Certified certify() {
        return Certified.make(directory.resolve("certificate.pem"), directory.resolve("key.pem"));
    }

    private NettyHost start(Timer timer) {
        return NettyHost.builder(new FakeContract(this::decide))
                .tls(directory.resolve("certificate.pem"), directory.resolve("key.pem"), timer, Runnable::run)
                .nativeTls(nativeTls)
                .start();
    }

    private Verdict decide(Request request) {
        return request.path().equals("/sse")
                ? new Verdict.Stream(Embedded.response(200, ""), tab)
                : Embedded.ok("secure " + request.secure());
    }

    private static HttpClient client(Certified trusted) {
        return HttpClient.newBuilder().sslContext(trusted.trust()).build();
    }

    private static HttpRequest request(NettyHost host, String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + host.port() + path))
                .build();
    }

    @Test
    @DisplayName("new connections use a new certificate, and held ones continue")
    void renews() throws Exception {
        Certified old = certify();
        try (ManualTimer timer = ManualTimer.still();
                NettyHost host = start(timer)) {
            HttpResponse<InputStream> held = client(old).send(request(host, "/sse"), BodyHandlers.ofInputStream());
            assertThat(held.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(host.transport()).isNotEqualTo("dense");
            Certified renewed = certify();
            timer.advance(CertificateFiles.INTERVAL);
            HttpResponse<String> answer = client(renewed).send(request(host, "/"), BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("secure true");
            assertThatThrownBy(() -> client(old).send(request(host, "/"), BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
            tab.wire().execute(() -> tab.wire().write(FakeTab.frame("\"still here\"")));
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(held.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.lines()
                                .filter(line -> line.contains("still here"))
                                .findFirst())
                        .hasValue("data: \"still here\"");
            }
        }
    }

    @Test
    @DisplayName("S6: a client that does not speak TLS is disconnected, and no other client is affected")
    void inTheClear() throws Exception {
        Certified certified = certify();
        try (ManualTimer timer = ManualTimer.still();
                NettyHost host = start(timer);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET /sse HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(all).doesNotContain("HTTP");
            assertThat(tab.events).isEmpty();
            HttpResponse<String> answer = client(certified).send(request(host, "/"), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("S6: a client that renegotiates is disconnected; a key update of TLS 1.3 is not a renegotiation")
    void refusesRenegotiation(String version) throws Exception {
        Certified certified = certify();
        try (ManualTimer timer = ManualTimer.still();
                NettyHost host = start(timer);
                SSLSocket socket = (SSLSocket) certified
                        .trust()
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), host.port())) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {version});
            assertThat(answer(socket)).isEqualTo("HTTP/1.1 200 OK");
            // In TLS 1.2 a renegotiation, in TLS 1.3 a KeyUpdate (RFC 8446, section 4.6.3); the next read continues it.
            socket.startHandshake();
            if (version.equals("TLSv1.2")) {
                assertThat(isCutOff(socket)).isTrue();
            } else {
                assertThat(answer(socket)).isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("a returning client resumes its session, until the key of its ticket has been replaced twice")
    void resumes(String version) throws Exception {
        Certified certified = certify();
        try (ManualTimer timer = ManualTimer.still();
                NettyHost host = start(timer)) {
            assertThat(isResumed(certified, host, version)).isFalse();
            assertThat(isResumed(certified, host, version)).isTrue();
            timer.advance(Duration.ofHours(13));
            assertThat(isResumed(certified, host, version)).isTrue();
            timer.advance(Duration.ofHours(26));
            assertThat(isResumed(certified, host, version))
                    .as("Java's own keys follow no clock of ours")
                    .isEqualTo(!nativeTls);
        }
    }

    /** Sends a request, and returns whether its session was marked by an earlier request. */
    private static boolean isResumed(Certified certified, NettyHost host, String version) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) certified.trust().getSocketFactory().createSocket("127.0.0.1", host.port())) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {version});
            assertThat(answer(socket)).isEqualTo("HTTP/1.1 200 OK");
            boolean resumed = socket.getSession().getValue("mark") != null;
            socket.getSession().putValue("mark", "met before");
            return resumed;
        }
    }

    private static boolean isCutOff(Socket socket) {
        try {
            request(socket);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static void request(Socket socket) throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static String answer(Socket socket) throws IOException {
        request(socket);
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("secure true") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("the byte after %s", answer).isNotNegative();
            answer.append((char) next);
        }
        return answer.substring(0, answer.indexOf("\r"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.ManualTimer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BoundedHttpTest {

    private final BoundedHttp http = new BoundedHttp(ManualTimer.still(), Duration.ofMillis(200));

    @Test
    @DisplayName("S6: a response whose headers never end is given up, and its connection is closed")
    void endlessHead() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(20_000);
            URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
            CompletableFuture<Integer> status = http.status(uri, Map.of());
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write("HTTP/1.1 200 OK\r\nX-One: 1\r\nX-".getBytes(StandardCharsets.US_ASCII));
                assertThat(status).failsWithin(20, TimeUnit.SECONDS);
                assertThat(socket.getInputStream().readAllBytes())
                        .as("read to the end: it is closed")
                        .isNotEmpty();
            }
        }
    }
}

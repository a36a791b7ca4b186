// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.process.JavaProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The jar as its users run it. */
class ServerIT {

    private static final String SECRET = "correct-horse-battery";

    @Test
    void startsWithoutSettingsAndShowsItsSecretOnce() throws Exception {
        try (JavaProcess server = ServerJar.start(Map.of("ROLLCALL_PORT", "0"), "serve")) {
            String address = server.address();
            String curl = server.out().await(line -> line.contains("curl "));
            String secret = curl.replaceAll(".*Bearer ([\\w-]{32,})'.*", "$1");
            assertThat(curl).contains("'Authorization: Bearer " + secret + "' " + address + "/admin/stats");
            assertThat(server.get(address + "/health").body()).contains("\"ok\":true", "\"version\":\"dev\"");
            assertThat(server.get(address + "/admin/stats", "Authorization", "Bearer " + secret)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.get(address + "/admin/stats", "Authorization", "Bearer x")
                            .statusCode())
                    .isEqualTo(401);
            server.terminate();
            assertThat(server.exitCode()).isZero();
            assertThat(server.err().all())
                    .anyMatch(line -> line.contains("current-version is not set"))
                    .anyMatch(line -> line.contains("Stats are visible to callers with an admin, CI or read secret"))
                    .anyMatch(line -> line.contains("open files"))
                    .noneMatch(line -> line.contains(secret));
        }
    }

    @Test
    void helpIsCompleteAndExitsWithZero() throws Exception {
        try (JavaProcess help = ServerJar.start(Map.of(), "serve", "--help")) {
            assertThat(help.exitCode()).isZero();
            assertThat(help.out().all()).anyMatch(line -> line.contains("--shutdown-grace=DURATION"));
        }
    }

    @Test
    void badSettingsAreAllNamedAndExitWithTwo() throws Exception {
        try (JavaProcess server =
                ServerJar.start(Map.of("ROLLCALL_BOTS", "x"), "serve", "--port=x", "--keepalive=9d")) {
            assertThat(server.exitCode()).isEqualTo(2);
            assertThat(String.join("\n", server.err().all())).contains("port: x", "bots: x", "keepalive: 9d");
            assertThat(server.out().all()).isEmpty();
        }
    }

    @Test
    void aTakenPortIsNamedAndExitsWithOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                JavaProcess server = ServerJar.start(Map.of(), "serve", "--port=" + taken.getLocalPort())) {
            assertThat(server.exitCode()).isEqualTo(1);
            assertThat(server.err().all())
                    .anyMatch(line -> line.contains("Cannot listen on port " + taken.getLocalPort())
                            && line.contains("--port (0 takes any free one)"));
        }
    }

    @Test
    @DisplayName("S12: with log-format json every line of the log is a JSON object")
    void jsonLogsParse() throws Exception {
        try (JavaProcess server = start("--log-format=json")) {
            server.err().await(line -> line.contains("Capacity: "));
            server.terminate();
            assertThat(server.exitCode()).isZero();
            Load parser = new Load(LoadSettings.builder().build());
            assertThat(server.err().all()).hasSizeGreaterThan(3).allSatisfy(line -> {
                assertThat(line).startsWith("{").endsWith("}");
                assertThat(parser.loadFromString(line)).isInstanceOf(Map.class);
            });
        }
    }

    @Test
    void metricsParse() throws Exception {
        try (JavaProcess server = start("--metrics-public")) {
            String metrics = server.get(server.address() + "/metrics").body();
            assertThat(metrics)
                    .contains("rollcall_connections{transport=\"websocket\"} 0.0")
                    .contains("rollcall_stats_subscribers 0.0");
            assertThat(metrics.lines())
                    .allMatch(line -> line.matches("#.*|[a-zA-Z_:][\\w:]*(\\{.*})? (NaN|[+-]?[0-9.Ee+-]+|\\+Inf)"));
        }
    }

    @Test
    @DisplayName("R12: one plain line warns of more connections than the limit on open files allows")
    void tooManyConnectionsAreWarnedOf() throws Exception {
        try (JavaProcess server = start("--max-connections=100000000")) {
            server.address();
            assertThat(server.err().await(line -> line.contains("max-connections is 100,000,000")))
                    .contains("WARN", "lower max-connections");
        }
    }

    @Test
    @DisplayName("R1: SIGTERM tells each tab when to come back, closes it with 1001, and exits with 0")
    void drainsAtSigterm() throws Exception {
        try (JavaProcess server = start("--shutdown-grace=5s")) {
            Tab tab = new Tab();
            HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
                    .buildAsync(URI.create(server.address().replace("http", "ws") + "/ws"), tab)
                    .get(10, TimeUnit.SECONDS);
            assertThat(tab.next()).contains("\"type\":\"connected\"");
            server.terminate();
            assertThat(tab.next()).contains("\"type\":\"reconnect\"").containsPattern("\"after\":\\d+");
            assertThat(tab.next()).isEqualTo("closed 1001");
            assertThat(server.exitCode()).isZero();
            assertThat(server.err().all())
                    .anyMatch(line -> line.contains("tabs are told to reconnect within 5s (1 connected)"));
        }
    }

    @Test
    @DisplayName("a log that nobody reads blocks neither commands nor the end of the process")
    void unreadLog() throws Exception {
        try (JavaProcess server = start("--shutdown-grace=1s")) {
            String address = server.address();
            server.err().pause();
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest command = HttpRequest.newBuilder(URI.create(address + "/admin/commands"))
                    .header("Authorization", "Bearer " + SECRET)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"action\":\"reload\",\"target\":\"all\"}"))
                    .build();
            for (int i = 0; i < 6_000; i++) { // one line of about 100 bytes each: more than pipe and queue hold
                assertThat(client.send(command, BodyHandlers.ofString()).statusCode())
                        .isEqualTo(200);
            }
            assertThat(server.get(address + "/health").statusCode()).isEqualTo(200);
            server.terminate();
            assertThat(server.exitCode()).isZero();
            server.err().resume();
        }
    }

    @Test
    void sighupIsNotAKill() throws Exception {
        try (JavaProcess server = start("--bots=count")) {
            String address = server.address();
            server.signal("HUP");
            // Nothing is logged when the process was started with the signal ignored, as nohup does.
            assertThat(server.get(address + "/health").statusCode()).isEqualTo(200);
            server.terminate();
            assertThat(server.exitCode()).isZero();
        }
    }

    private static JavaProcess start(String option) throws IOException {
        return ServerJar.start(
                Map.of("ROLLCALL_ADMIN_SECRET", SECRET, "ROLLCALL_CURRENT_VERSION", "1.10"),
                "serve",
                "--port=0",
                option);
    }

    /** The parts of a browser's WebSocket that matter here. */
    private static final class Tab implements WebSocket.Listener {

        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();

        String next() throws InterruptedException {
            return requireNonNull(messages.poll(30, TimeUnit.SECONDS), "a message within 30 seconds");
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                messages.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            messages.add("closed " + code);
            return null;
        }
    }
}

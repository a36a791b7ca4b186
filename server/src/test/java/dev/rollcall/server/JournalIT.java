// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.testkit.process.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server's jar and its data directory: restarts, a full disk, a directory that cannot be used. */
@Timeout(180)
class JournalIT {

    private static final String SECRET = "correct-horse-battery";

    @TempDir
    Path directory = Path.of("replaced by JUnit");

    private final HttpClient http = HttpClient.newHttpClient();

    private JavaProcess start(Path data, String... more) throws IOException {
        Map<String, String> environment = Map.of("ROLLCALL_DATA_DIR", data.toString(), "ROLLCALL_ADMIN_SECRET", SECRET);
        List<String> arguments = new ArrayList<>(
                List.of("serve", "--port=0", "--host=127.0.0.1", "--current-version=v1", "--warm-up=false"));
        arguments.addAll(List.of(more));
        return ServerJar.start(environment, arguments.toArray(String[]::new));
    }

    private HttpResponse<String> send(String method, String url, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> release(String address, String version) throws Exception {
        String body = "{\"version\":\"" + version + "\"}";
        return send("POST", address + "/admin/releases", body, "Authorization", "Bearer " + SECRET);
    }

    private String admin(String address, String path) throws Exception {
        return send("GET", address + path, "", "Authorization", "Bearer " + SECRET)
                .body();
    }

    @Test
    @DisplayName("kill -9: the release, the audit list, the history and who is signed in are there again")
    void killed() throws Exception {
        Path data = directory.resolve("data");
        String cookie;
        try (JavaProcess server = start(data)) {
            String address = server.address();
            String origin = address.substring(0, address.indexOf("/__skew"));
            HttpResponse<String> signedIn =
                    send("POST", address + "/admin/session", "{\"secret\":\"" + SECRET + "\"}", "Origin", origin);
            cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
            assertThat(release(address, "v2").statusCode()).isEqualTo(200);
            server.signal("KILL");
        }
        try (JavaProcess server = start(data)) {
            String address = server.address();
            assertThat(admin(address, "/health")).contains("\"version\":\"v2\"", "\"journal\":\"ok\"");
            assertThat(admin(address, "/admin/audit")).contains("\"action\":\"release\"", "\"detail\":\"v2\"");
            assertThat(admin(address, "/admin/releases")).contains("\"current\":\"v2\"", "\"version\":\"v1\"");
            assertThat(send("GET", address + "/admin/session", "", "Cookie", cookie)
                            .body())
                    .contains("\"name\":\"admin");
        }
        try (JavaProcess other = ServerJar.start(
                Map.of("ROLLCALL_DATA_DIR", data.toString(), "ROLLCALL_ADMIN_SECRET", "another-" + SECRET),
                "serve",
                "--port=0",
                "--host=127.0.0.1",
                "--warm-up=false")) {
            assertThat(send("GET", other.address() + "/admin/session", "", "Cookie", cookie)
                            .body())
                    .as("the secret was changed")
                    .contains("\"name\":null");
        }
    }

    @Test
    @DisplayName(
            "kill -9: the audit list, and the audit file, have every token that was made and revoked, never the token")
    void tokensAreAudited() throws Exception {
        Path data = directory.resolve("data");
        Path file = directory.resolve("audit.jsonl");
        String before;
        try (JavaProcess server = start(data, "--audit-file=" + file)) {
            String address = server.address();
            String made = send(
                            "POST",
                            address + "/admin/tokens",
                            "{\"name\":\"ci\",\"scopes\":[\"read\"]}",
                            "Authorization",
                            "Bearer " + SECRET)
                    .body();
            String id = made.replaceAll(".*\"id\":\"([0-9a-f]+)\".*", "$1");
            send("DELETE", address + "/admin/tokens/" + id, "", "Authorization", "Bearer " + SECRET);
            before = admin(address, "/admin/audit");
            assertThat(before)
                    .contains("\"action\":\"make-token\"", "\"action\":\"revoke-token\"", "\"about\":{\"id\":\"" + id)
                    .doesNotContain("rct_");
            await().until(() -> Files.readAllLines(file).size() == 2);
            server.signal("KILL");
        }
        assertThat(Files.readAllLines(file).get(0))
                .startsWith("{\"entry\":{\"id\":")
                .contains("\"action\":\"make-token\"")
                .doesNotContain("rct_");
        try (JavaProcess server = start(data)) {
            assertThat(admin(server.address(), "/admin/audit")).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("a full disk: commands are refused and it is said, tabs stay; when there is room, it goes on")
    void fullDisk() throws Exception {
        try (JavaProcess server = start(directory.resolve("data"))) {
            String address = server.address();
            try (BufferedReader tab = tab(address)) {
                limit(server, "1:unlimited");
                HttpResponse<String> refused = release(address, "v2");
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.body()).contains("not kept: ", "space on the disk");
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
                assertThat(admin(address, "/health")).contains("\"version\":\"v1\"", "\"journal\":\"failing\"");
                assertThat(admin(address, "/admin/refusals")).contains("\"reason\":\"not-kept\"");
                assertThat(admin(address, "/metrics"))
                        .contains(
                                "rollcall_journal_failing 1.0",
                                "rollcall_journal_writes_seconds_count{kept=\"false\"}");
                assertThat(admin(address, "/admin/audit")).contains("\"entries\":[]");
                limit(server, "unlimited");
                assertThat(release(address, "v3").statusCode()).isEqualTo(200);
                assertThat(next(tab)).as("the first thing that the tab hears").contains("\"version\":\"v3\"");
                assertThat(admin(address, "/health")).contains("\"journal\":\"ok\"");
            }
            server.terminate();
            assertThat(server.exitCode()).isZero();
            assertThat(server.err().all())
                    .filteredOn(line -> line.contains("not kept"))
                    .hasSizeBetween(1, 2);
        }
    }

    private BufferedReader tab(String address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/sse?route=/&version=v1"))
                .header("User-Agent", "Mozilla/5.0 Firefox/140.0")
                .build();
        InputStream body = http.send(request, BodyHandlers.ofInputStream()).body();
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8));
        assertThat(next(lines)).contains("connected");
        return lines;
    }

    /** Returns the next message other than a keepalive, which may come at any moment. */
    private static String next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (!line.startsWith("data:") || line.contains("\"keepalive\"")) {
            line = lines.readLine();
        }
        return line;
    }

    /** Limits the server, as if its disk had this much room for each file. */
    private static void limit(JavaProcess server, String bytes) throws Exception {
        int code = new ProcessBuilder("prlimit", "--pid", Long.toString(server.pid()), "--fsize=" + bytes)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).as("prlimit").isZero();
    }

    @Test
    @DisplayName("a directory that is set and cannot be used stops the start with the reason")
    void unusable() throws Exception {
        Path taken = Files.writeString(directory.resolve("taken"), "a file");
        try (JavaProcess server = start(taken)) {
            assertThat(server.exitCode()).isEqualTo(2);
            assertThat(server.err().all()).anyMatch(line -> line.contains("data-dir: " + taken));
        }
    }

    @Test
    @DisplayName("a directory in use is refused, and the process that uses it is named")
    void inUse() throws Exception {
        Path data = directory.resolve("data");
        try (JavaProcess first = start(data)) {
            first.address();
            try (JavaProcess second = start(data)) {
                assertThat(second.exitCode()).isEqualTo(2);
                assertThat(second.err().all()).anyMatch(line -> line.contains("is in use by process " + first.pid()));
            }
        }
    }
}

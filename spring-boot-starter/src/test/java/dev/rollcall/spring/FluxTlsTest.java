// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.client.Http;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS ended by Reactor Netty itself, with and without HTTP/2. */
class FluxTlsTest {

    private static final String PASSWORD = "not-a-secret";
    private static final String BEARER = "Bearer correct-horse";

    @TempDir
    private Path folder = Path.of(".");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("over HTTP/1.1 in TLS tabs are held, whether HTTP/2 is offered too or not")
    void http11(boolean http2) throws Exception {
        Path keys = keys();
        try (FluxApplication app = start(keys, http2)) {
            HttpClient client = client(keys, Version.HTTP_1_1);
            HttpResponse<java.io.InputStream> stream =
                    client.send(get(app, "/__skew/sse").build(), BodyHandlers.ofInputStream());
            assertThat(stream.version()).isEqualTo(Version.HTTP_1_1);
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
            assertThat(lines.lines().filter(line -> line.startsWith("data")).findFirst())
                    .hasValueSatisfying(line -> assertThat(line).contains("\"connected\""));
            app.awaitTotal(1);
            assertThat(webSocketGreeting(client, app)).contains("\"connected\"");
            assertThat(client.send(get(app, "/open/hello").build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("hello");
            lines.close();
        }
    }

    @Test
    @DisplayName("over HTTP/2 nothing is held and tabs are told so; polling and what people use is served")
    void http2() throws Exception {
        Path keys = keys();
        try (FluxApplication app = start(keys, true)) {
            HttpClient client = client(keys, Version.HTTP_2);
            HttpResponse<String> stream = client.send(get(app, "/__skew/sse").build(), BodyHandlers.ofString());
            assertThat(stream.version()).isEqualTo(Version.HTTP_2);
            assertThat(stream.statusCode()).isEqualTo(503);
            assertThat(stream.body()).contains("not held over HTTP/2", "polling");
            assertThat(stream.headers().firstValue("Retry-After")).isPresent();
            assertThat(client.send(get(app, "/__skew/poll").build(), BodyHandlers.ofString())
                            .body())
                    .contains("\"connected\"");
            assertThat(app.rollcall().stats().total()).isEqualTo(1);
            HttpResponse<String> stats = client.send(
                    get(app, "/__skew/admin/stats")
                            .header("Authorization", BEARER)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(stats.version()).isEqualTo(Version.HTTP_2);
            assertThat(stats.body()).contains("\"total\":1");
            HttpRequest tooLarge = get(app, "/__skew/route")
                    .POST(BodyPublishers.ofString("x".repeat(20_000)))
                    .build();
            assertThat(client.send(tooLarge, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(413);
            assertThat(client.send(get(app, "/open/hello").build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("hello");
        }
    }

    private static FluxApplication start(Path keys, boolean http2) {
        return FluxApplication.start(
                "--server.ssl.key-store=" + keys.toUri(),
                "--server.ssl.key-store-password=" + PASSWORD,
                "--server.ssl.key-store-type=PKCS12",
                "--server.http2.enabled=" + http2,
                "--rollcall.secrets.admin=correct-horse");
    }

    private static HttpRequest.Builder get(FluxApplication app, String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + app.port() + path))
                .header("User-Agent", Http.BROWSER);
    }

    private static String webSocketGreeting(HttpClient client, FluxApplication app) throws Exception {
        CompletableFuture<String> greeting = new CompletableFuture<>();
        WebSocket socket = client.newWebSocketBuilder()
                .header("User-Agent", Http.BROWSER)
                .buildAsync(URI.create("wss://localhost:" + app.port() + "/__skew/ws"), new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        greeting.complete(text.toString());
                        return null;
                    }
                })
                .get(20, TimeUnit.SECONDS);
        String text = greeting.get(20, TimeUnit.SECONDS);
        socket.abort();
        return text;
    }

    private Path keys() throws IOException, InterruptedException {
        Path keys = folder.resolve("keys.p12");
        if (!Files.exists(keys)) {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "site",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "SAN=dns:localhost,ip:127.0.0.1",
                            "-validity",
                            "2",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            keys.toString(),
                            "-storepass",
                            PASSWORD)
                    .inheritIO()
                    .start();
            assertThat(keytool.waitFor()).isZero();
        }
        return keys;
    }

    private static HttpClient client(Path keys, Version version) throws Exception {
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("site", store.getCertificate("site"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).version(version).build();
    }
}

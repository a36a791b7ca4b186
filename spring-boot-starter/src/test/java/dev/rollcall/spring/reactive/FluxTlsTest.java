// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.spring.app.SessionCookies;
import dev.rollcall.spring.app.TlsKeys;
import dev.rollcall.testkit.client.Http;
import java.io.BufferedReader;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS terminated by Reactor Netty itself, with and without HTTP/2. */
class FluxTlsTest {

    private static final String BEARER = "Bearer correct-horse";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("over HTTP/1.1 in TLS tabs are held, whether or not HTTP/2 is offered too")
    void http11(boolean http2) throws Exception {
        TlsKeys keys = TlsKeys.shared();
        try (FluxApplication app = start(keys, http2)) {
            HttpClient client = keys.client(Version.HTTP_1_1);
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
    @DisplayName("over HTTP/2 no tab is held, and tabs are told so; polling and the admin endpoints are served")
    void http2() throws Exception {
        TlsKeys keys = TlsKeys.shared();
        try (FluxApplication app = start(keys, true)) {
            HttpClient client = keys.client(Version.HTTP_2);
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

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    @DisplayName("over TLS the session cookie is Secure without an Origin header, on HTTP/1.1 and on HTTP/2")
    void sessionCookie(Version version) throws Exception {
        TlsKeys keys = TlsKeys.shared();
        try (FluxApplication app = start(keys, true)) {
            assertThat(SessionCookies.signIn(keys.client(version), "https://localhost:" + app.port()))
                    .endsWith("; Secure");
        }
    }

    private static FluxApplication start(TlsKeys keys, boolean http2) {
        return FluxApplication.start(
                keys.settings("--server.http2.enabled=" + http2, "--rollcall.secrets.admin=correct-horse"));
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
}

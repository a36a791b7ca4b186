// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.Rollcall;
import dev.rollcall.spring.ClientVersion;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Tests the shop over HTTP, started with a deployed front end that is newer than the jar. Browsers are in e2e/test/spring.test.mjs. */
class ShopTest {

    private static final String PASSWORD = "password-of-the-test";

    @TempDir
    static Path pages;

    private static ConfigurableApplicationContext shop;

    private final CookieManager cookies = new CookieManager();
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(pages.resolve("builds"));
        Files.writeString(pages.resolve("builds/latest.json"), "{\"id\":\"build-7\"}");
        Files.writeString(pages.resolve("index.html"), "<p>build-7</p>");
        shop = SpringApplication.run(
                Shop.class,
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--site.pages=" + pages,
                "--site.admin-password=" + PASSWORD,
                "--site.user-password=" + PASSWORD);
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    @DisplayName("after a restart the deployed front end is served, and its version is current")
    void deployedFrontEnd() throws Exception {
        assertThat(shop.getBean(Rollcall.class).currentVersion()).isEqualTo("build-7");
        HttpResponse<String> page = send(request("/checkout"));
        assertThat(page.body()).contains("build-7");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(page.headers().firstValue("Last-Modified")).isEmpty();
    }

    @Test
    @DisplayName("strangers get the shop and nothing else")
    void strangers() throws Exception {
        assertThat(send(request("/shop")).statusCode()).isEqualTo(200);
        assertThat(send(request("/admin").header("Accept", "text/html"))
                        .headers()
                        .firstValue("Location"))
                .hasValue(uri("/login").toString());
        assertThat(command("/api/admin/announce", "{\"version\":\"build-8\"}", "")
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(request("/actuator/rollcall")).statusCode()).isEqualTo(401);
        assertThat(shop.getBean(Rollcall.class).currentVersion()).isEqualTo("build-7");
    }

    @Test
    @DisplayName(
            "without the role every command is refused; with it the answer has the number of notified tabs, or the error")
    void commands() throws Exception {
        assertThat(command("/api/admin/reload", "{\"route\":\"/shop\"}", "user").statusCode())
                .isEqualTo(403);
        assertThat(command("/api/admin/reload", "{\"route\":\"/shop\"}", "admin")
                        .body())
                .isEqualTo("{\"tabs\":0}");
        HttpResponse<String> invalid = command("/api/admin/announce", "{}", "admin");
        assertThat(invalid.statusCode()).isEqualTo(400);
        assertThat(invalid.body()).contains("expected");
    }

    @Test
    @DisplayName(
            "orders are accepted only from pages that are not outdated, and only when complete; a cookie decides nothing")
    void orders() throws Exception {
        HttpCookie ofAnotherTab = new HttpCookie("__nkpv", "build-6");
        ofAnotherTab.setPath("/");
        ofAnotherTab.setVersion(0);
        cookies.getCookieStore().add(uri("/"), ofAnotherTab);
        assertThat(order("build-6", "{\"name\":\"Ann\",\"basket\":{\"mint\":1}}"))
                .isEqualTo(409);
        assertThat(order("build-7", "{\"name\":\"Ann\",\"basket\":{\"mint\":1}}"))
                .isEqualTo(201);
        assertThat(order("build-7", "{\"name\":\"Ann\"}")).isEqualTo(400);
    }

    @Test
    @DisplayName("without its own password the shop does not start, and the error names the missing variable")
    void passwords() {
        assertThatThrownBy(() -> new SiteSettings("short", PASSWORD, pages))
                .hasMessage("SITE_ADMIN_PASSWORD: missing or too short (expected: at least 12 characters)");
        assertThat(new SiteSettings(PASSWORD, PASSWORD, pages).toString()).doesNotContain(PASSWORD);
    }

    private int order(String version, String body) throws Exception {
        return command("/api/orders", body, "", ClientVersion.HEADER, version).statusCode();
    }

    /** Posts with the CSRF token that a page would have. */
    private HttpResponse<String> command(String path, String body, String user, String... headers) throws Exception {
        send(request("/api/me"));
        String token = cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .findFirst()
                .orElseThrow()
                .getValue();
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", token)
                .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (!user.isEmpty()) {
            byte[] pair = (user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        return send(request);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return browser.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + shop.getEnvironment().getProperty("local.server.port") + path);
    }
}

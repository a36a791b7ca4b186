// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo.shop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Actor;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.http.guard.OriginPolicy;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.testkit.ManualTimer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShopTest {

    private static final Pattern OWN_LINK = Pattern.compile("(?:href|src)=\"(/[^\"]*)\"");

    private final Rollcall rollcall = rollcall("v1");
    private final Shop shop = shop(rollcall);

    @AfterEach
    void close() {
        rollcall.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/catalogue",
                "/catalogue/mug",
                "/catalogue/pencils",
                "/cart",
                "/checkout",
                "/checkout/thanks"
            })
    void everyPageNamesItsBuildAndAllItsLinksWork(String path) {
        Response page = get(path);
        assertThat(page.status()).isEqualTo(200);
        assertThat(text(page))
                .contains("data-version=\"v1\"", "data-base=\"/__skew\"", "build v1", "<h1 ")
                .doesNotContain("{{")
                .doesNotContainPattern("<script(?![^>]* src=)|<style|\\s(?:style|on\\w+)=");
        Matcher links = OWN_LINK.matcher(text(page));
        while (links.find()) {
            if (!links.group(1).startsWith("/demo/client/")) {
                assertThat(get(links.group(1)).status()).as(links.group(1)).isEqualTo(200);
            }
        }
    }

    @Test
    void pagesLoadNothingFromElsewhereAndWorkWithTheBackButton() {
        assertThat(get("/").headers())
                .containsEntry("Content-Type", "text/html; charset=utf-8")
                .containsEntry("Cache-Control", "no-cache")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .hasEntrySatisfying(
                        "Content-Security-Policy",
                        policy -> assertThat(policy)
                                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                                .doesNotContain("unsafe"));
    }

    @Test
    void pagesAreOfTheCurrentVersion() {
        rollcall.announce("v2");
        assertThat(text(get("/cart"))).contains("data-version=\"v2\"", "data-colour=\"2\"");
    }

    @Test
    void versionIsEscaped() {
        try (Rollcall strange = rollcall("\"><script>alert('&')</script>$1")) {
            assertThat(text(requireNonNull(shop(strange).answer(request("GET", "/", Map.of())))))
                    .contains("data-version=\"&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;$1\"")
                    .doesNotContain("<script>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/catalogue/", "/catalogue/none", "/%3Cscript%3E", "/index.html"})
    void anUnknownPathIs404WithAPage(String path) {
        assertThat(get(path).status()).isEqualTo(404);
        assertThat(text(get(path))).contains("There is no such page").doesNotContain(path.substring(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/demo/none.js", "/demo/files.txt", "/demo/../pages/layout.html", "/demo/"})
    void anUnknownFileIsNotAnswered(String path) {
        assertThat(shop.answer(request("GET", path, Map.of()))).isNull();
    }

    @Test
    void headIsLikeGetAndOtherMethodsAreRefused() {
        assertThat(apply("HEAD", "/", Map.of()).status()).isEqualTo(200);
        assertThat(apply("POST", "/", Map.of()).status()).isEqualTo(405);
        assertThat(apply("DELETE", "/demo/deploy", Map.of()).headers()).containsEntry("Allow", "GET, POST");
    }

    @Test
    void theButtonDeploysTheNextVersion() {
        assertThat(text(get("/demo/deploy"))).isEqualTo("{\"ok\":true,\"version\":\"v1\",\"next\":\"v2\",\"told\":0}");
        Response done = apply("POST", "/demo/deploy", Map.of("origin", List.of("http://shop.test:8080")));
        assertThat(text(done)).isEqualTo("{\"ok\":true,\"version\":\"v2\",\"next\":\"v3\",\"told\":0}");
        assertThat(rollcall.currentVersion()).isEqualTo("v2");
        assertThat(rollcall.internals().commands().audit().list(1))
                .singleElement()
                .extracting(entry -> entry.by())
                .isEqualTo(new Actor("the demo's button", Actor.Via.APPLICATION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.test", "http://shop.test:8081", "null", ""})
    void theButtonRefusesOtherSites(String origin) {
        Map<String, List<String>> headers = origin.isEmpty() ? Map.of() : Map.of("origin", List.of(origin));
        Response refused = apply("POST", "/demo/deploy", headers);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(rollcall.currentVersion()).isEqualTo("v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/demo", "/demo/x"})
    void basePathMustLeaveTheShopItsFiles(String basePath) {
        OriginPolicy origins = OriginPolicy.of(List.of(), TrustedProxies.none());
        assertThatThrownBy(() -> new Shop(rollcall, basePath, origins))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base-path: " + basePath);
    }

    private Response get(String path) {
        return apply("GET", path, Map.of());
    }

    private Response apply(String method, String path, Map<String, List<String>> headers) {
        return requireNonNull(shop.answer(request(method, path, headers)), path);
    }

    private static Shop shop(Rollcall rollcall) {
        return new Shop(rollcall, "/__skew", OriginPolicy.of(List.of(), TrustedProxies.none()));
    }

    private static Rollcall rollcall(String version) {
        return Rollcall.builder()
                .currentVersion(version)
                .timer(ManualTimer.still())
                .build();
    }

    private static Request request(String method, String path, Map<String, List<String>> headers) {
        Map<String, List<String>> all = new HashMap<>(headers);
        all.put("host", List.of("shop.test:8080"));
        return new Request(
                method, path, "", Headers.of(all), InetAddress.getLoopbackAddress(), new byte[0], false, null);
    }

    private static String text(@Nullable Response response) {
        return new String(requireNonNull(response).body(), StandardCharsets.UTF_8);
    }
}

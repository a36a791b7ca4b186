// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.Tab;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S1: whose pages may connect. */
public abstract class OriginContract extends HostContract {

    private static final String ALLOWED = "https://app.example.com";
    private static final List<String> FOREIGN = List.of(
            "https://evil.example",
            "null",
            "https://app.example.com.evil.example",
            "https://evil-app.example.com",
            "http://app.example.com",
            "https://app.example.com:8443",
            "https://app.example.com/",
            "https://app.example.com@evil.example",
            "file://",
            "*",
            "https://app.example.com, https://evil.example");

    /** For hosts. */
    protected OriginContract() {}

    @Test
    @DisplayName("S1: under a name that is not the server's, nothing is served, and the answer says what to set")
    void otherNames() {
        TestServer house = house(setup -> setup.set(ContractSettings.ALLOWED_HOSTS, List.of("www.example.com")));
        for (String path : List.of("/health", "/admin/stats", "/sse", "/poll", "/ws", "/dashboard/")) {
            assertThat(getAs(house, path, "evil.example")).as(path).isEqualTo(421);
        }
        assertThat(getAs(house, "/health", "www.example.com")).isEqualTo(200);
        assertThat(getAs(house, "/health", "localhost:1")).isEqualTo(200);
        assertThat(house.get("/health").status()).isEqualTo(200);
        assertThat(house.admin("/admin/refusals").body())
                .contains("\"host\"", "allowed-hosts")
                .doesNotContain("evil");
    }

    private static int getAs(TestServer house, String path, String host) {
        return house.raw()
                .send("GET " + house.path(path) + " HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: " + Http.BROWSER
                        + "\r\n\r\n")
                .head()
                .status();
    }

    @Test
    @DisplayName("browsers must not take an answer for another content type than the one it names")
    void nosniff() {
        TestServer house = house(setup -> setup.options(options -> options.metrics(() -> "rollcall_up 1\n")));
        List<Answer> answers = List.of(
                house.get("/health"),
                house.admin("/admin/stats"),
                house.admin("/metrics"),
                house.get("/poll"),
                house.get("/nothing"),
                house.get("/admin/stats"),
                house.post("/route", "x".repeat(20_000)));
        assertThat(answers)
                .allMatch(answer ->
                        answer.header("X-Content-Type-Options").orElse("").equals("nosniff"));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("S1: a page of another origin is refused with 403 on every transport, null included")
    void foreign(Transport transport) {
        TestServer house = house(OriginContract::withAllowed);
        for (String origin : FOREIGN) {
            assertThat(house.refused(transport, "", "Origin", origin).status())
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(house.rollcall().stats().total()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("S1: an origin on the list may connect, in any case of its letters")
    void listed(Transport transport) {
        TestServer house = house(OriginContract::withAllowed);
        house.tab(transport, "", "Origin", ALLOWED);
        house.tab(transport, "", "Origin", "https://APP.example.com");
        house.tab(transport, "", "Origin", "https://app.example.com:443");
        assertThat(house.rollcall().stats().total()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("S1: the same host may connect, and so may clients that are not browsers and send no Origin")
    void sameHost(Transport transport) {
        TestServer house = house();
        house.tab(transport, "", "Origin", "http://127.0.0.1:" + house.host().port());
        house.tab(transport, "");
        assertThat(house.rollcall().stats().total()).isEqualTo(2);
        assertThat(house.refused(transport, "", "Origin", "http://127.0.0.1:1").status())
                .as("another port is another origin")
                .isEqualTo(403);
    }

    @Test
    @DisplayName("S1: behind a trusted proxy, the host that the proxy was asked for counts")
    void forwardedHost() {
        TestServer house = house();
        house.sse("", "Origin", "https://www.example.org", "X-Forwarded-Host", "www.example.org");
        TestServer trustsNobody = house(setup -> setup.set(ContractSettings.TRUSTED_PROXIES, TrustedProxies.none()));
        assertThat(trustsNobody
                        .refused(
                                Transport.SSE, "", "Origin", "https://evil.example", "X-Forwarded-Host", "evil.example")
                        .status())
                .isEqualTo(403);
    }

    @Test
    @DisplayName("S1: POSTs of a foreign page are refused and do nothing")
    void foreignPosts() {
        TestServer house = house();
        Tab tab = house.sse("?route=/a");
        String route = Json.object("connectionId", tab.connectionId(), "route", "/b");
        String[] foreign = {"Origin", "https://evil.example"};
        Errors.check(house.post("/route", route, foreign), 403);
        Errors.check(house.post("/subscribe-stats", route, foreign), 403);
        Errors.check(house.post("/unsubscribe-stats", route, foreign), 403);
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/a");
    }

    @Test
    @DisplayName("S1: a foreign page cannot invalidate, not even with the secret")
    void foreignInvalidate() {
        TestServer house = house();
        String body = Json.object("route", "/", "secret", Setup.SECRET);
        Errors.check(house.post("/admin/invalidate-route", body, "Origin", "https://evil.example"), 403);
    }

    @Test
    @DisplayName("pages of allowed origins may read the answers, others may not")
    void cors() {
        TestServer house = house(OriginContract::withAllowed);
        Answer allowed = house.sse("", "Origin", ALLOWED).head();
        assertThat(allowed.header("Access-Control-Allow-Origin")).hasValue(ALLOWED);
        assertThat(allowed.header("Vary"))
                .hasValueSatisfying(vary -> assertThat(vary).contains("Origin"));
        Answer refused = house.refused(Transport.SSE, "", "Origin", "https://evil.example");
        assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    @DisplayName("a page of an allowed origin may ask before it posts (CORS preflight)")
    void preflight() {
        TestServer house = house(OriginContract::withAllowed);
        String[] headers = {
            "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type", "Origin", ALLOWED
        };
        Answer answer = house.http()
                .send("OPTIONS", house.path("/route"), java.net.http.HttpRequest.BodyPublishers.noBody(), headers);
        assertThat(answer.status()).isIn(200, 204);
        assertThat(answer.header("Access-Control-Allow-Origin")).hasValue(ALLOWED);
        assertThat(answer.header("Access-Control-Allow-Headers"))
                .hasValueSatisfying(value -> assertThat(value)
                        .as("and may name its version in all its requests")
                        .containsIgnoringCase("content-type")
                        .containsIgnoringCase("x-rollcall-version"));
    }

    private static Setup withAllowed(Setup setup) {
        return setup.set(ContractSettings.ALLOWED_ORIGINS, List.of(ALLOWED));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.ManualTimer;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.Tab;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** How a tab opens: methods, versions, routes, headers. Rules of "A tab opens". */
public abstract class OpeningContract extends HostContract {

    /** For hosts. */
    protected OpeningContract() {}

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("the first message is connected, with version, connectionId and timestamp")
    void connectedFirst(Transport transport) {
        Tab tab = house().tab(transport, "");
        assertThat(tab.connected().path("type").asString()).isEqualTo("connected");
        assertThat(tab.connected().path("version").asString()).isEqualTo(Setup.CURRENT);
        assertThat(tab.connected().path("timestamp").asLong()).isEqualTo(ManualTimer.START_MILLIS);
        assertThat(tab.connected().path("connectionId").asString()).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("a tab that a reload did not move says what served the old build, and an operator can read it")
    void unchanged(Transport transport) {
        TestServer house = house();
        house.tab(transport, "?version=v1&unchanged=service-worker");
        house.tab(transport, "?version=v1&unchanged=anything");
        JsonNode refusals = house.admin("/admin/refusals").json().path("refusals");
        assertThat(Json.column(refusals, "reason")).containsExactly("unchanged-service-worker");
        assertThat(house.rollcall().stats().total()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("D2: the version in the query wins over the cookie; no cookie is needed")
    void versionFromQuery(Transport transport) {
        TestServer house = house();
        house.tab(transport, "?version=v1", "Cookie", "__nkpv=v0");
        assertThat(onlyVersion(house)).isEqualTo("v1");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("without one in the query the version comes from the cookie, percent-decoded")
    void versionFromCookie(Transport transport) {
        TestServer house = house();
        house.tab(transport, "", "Cookie", "theme=dark; __nkpv=build%2F7%20b; other=1");
        assertThat(onlyVersion(house)).isEqualTo("build/7 b");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("without query and cookie the version is the current one")
    void versionByDefault(Transport transport) {
        TestServer house = house();
        house.tab(transport, "");
        assertThat(onlyVersion(house)).isEqualTo(Setup.CURRENT);
    }

    @Test
    @DisplayName("the name of the version cookie can be configured")
    void cookieName() {
        TestServer house = house(setup -> setup.set(ContractSettings.VERSION_COOKIE, "app-build"));
        house.sse("", "Cookie", "__nkpv=wrong; app-build=v1");
        assertThat(onlyVersion(house)).isEqualTo("v1");
    }

    @Test
    @DisplayName("D2: two tabs on different builds count as two builds, whatever cookie they share")
    void versionIsPerTab() {
        TestServer house = house();
        house.sse("?version=v1", "Cookie", "__nkpv=v2");
        house.ws("?version=v2", "Cookie", "__nkpv=v2");
        assertThat(house.rollcall().stats().versions()).containsEntry("v1", 1).containsEntry("v2", 1);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("an invalid version in the query is answered 400 with the reason, and nothing is counted")
    void badVersion(Transport transport) {
        TestServer house = house();
        for (String bad : new String[] {"", "x".repeat(129), "a%0Ab", "%00", "%C3%28"}) {
            Answer answer = house.refused(transport, "?version=" + bad);
            assertThat(answer.status()).as("version=%s", bad).isEqualTo(400);
            if (transport != Transport.WEBSOCKET) {
                Errors.check(answer);
            }
        }
        assertThat(house.rollcall().stats().total()).isZero();
    }

    @Test
    @DisplayName("a version of 128 characters fits")
    void longestVersion() {
        TestServer house = house();
        house.sse("?version=" + "x".repeat(128));
        assertThat(onlyVersion(house)).isEqualTo("x".repeat(128));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%0Ab", "%ff%fe", "%zz%00", "%e2%80%ae"})
    @DisplayName("an invalid cookie counts as (other) and never keeps a tab out")
    void badCookie(String value) {
        TestServer house = house();
        house.sse("", "Cookie", "__nkpv=" + value);
        assertThat(onlyVersion(house)).isEqualTo("(other)");
    }

    @Test
    @DisplayName("a cookie that is too long counts as (other)")
    void longCookie() {
        TestServer house = house();
        house.ws("", "Cookie", "__nkpv=" + "x".repeat(129));
        assertThat(onlyVersion(house)).isEqualTo("(other)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"__proto__", "constructor", "toString", "hasOwnProperty"})
    @DisplayName("names with a meaning in JavaScript are ordinary strings")
    void ordinaryNames(String name) {
        TestServer house = house();
        house.ws("?version=" + name + "&route=/" + name);
        assertThat(house.stats().path("versions").path(name).asInt()).isEqualTo(1);
        assertThat(house.stats().path("routes").path("/" + name).asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("S11: a route is a path only: query and fragment are cut off, the default is /")
    void routes(Transport transport) {
        TestServer house = house();
        house.tab(transport, "");
        house.tab(transport, "?route=%2Fa%3Ftoken%3Dsecret");
        house.tab(transport, "?route=/b%23part");
        house.tab(transport, "?route=");
        assertThat(house.rollcall().stats().routes())
                .containsEntry("/", 2)
                .containsEntry("/a", 1)
                .containsEntry("/b", 1)
                .hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("S6: a route has at most 512 characters; a longer one is answered 400")
    void longRoute(Transport transport) {
        TestServer house = house();
        String longest = "/" + "r".repeat(511);
        house.tab(transport, "?route=" + longest);
        assertThat(house.refused(transport, "?route=" + longest + "r").status()).isEqualTo(400);
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys(longest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%0d%0aSet-Cookie:%20x=1", "/a%0Ab", "/%00", "/%1b[2J"})
    @DisplayName("S12: control characters in a route are refused, on every transport")
    void controlCharacters(String route) {
        TestServer house = house();
        for (Transport transport : Transport.values()) {
            assertThat(house.refused(transport, "?route=" + route).status()).isEqualTo(400);
        }
        assertThat(house.rollcall().stats().total()).isZero();
    }

    @Test
    @DisplayName("routes are decoded: any language, any text")
    void unicodeRoute() {
        TestServer house = house();
        house.ws("?route=/caf%C3%A9/%E6%97%A5%E6%9C%AC/%F0%9F%9A%80+x");
        assertThat(house.rollcall().stats().routes().keySet()).allMatch(route -> route.startsWith("/café/日本/🚀"));
    }

    @Test
    @DisplayName("without route tracking no route is kept")
    void untrackedRoutes() {
        TestServer house = house(setup -> setup.core(core -> core.routeTracking(false)));
        Tab tab = house.ws("?route=/secret");
        tab.route("/more");
        house.ws("").fence();
        assertThat(house.admin("/admin/stats").body()).doesNotContain("secret").doesNotContain("more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
    @DisplayName("/sse and /poll answer GET only: other methods get 405, and HEAD never opens a stream")
    void methods(String method) {
        TestServer house = house();
        for (String path : new String[] {"/sse", "/poll"}) {
            Answer answer = house.http().send(method, house.path(path), BodyPublishers.noBody());
            assertThat(answer.status()).as("%s %s", method, path).isEqualTo(405);
            assertThat(answer.header("Allow"))
                    .as("Allow")
                    .hasValueSatisfying(allow -> assertThat(allow).contains("GET"));
        }
        assertThat(house.rollcall().stats().total()).isZero();
    }

    @Test
    @DisplayName("/ws without an upgrade is 426 and says what to upgrade to (RFC 9110, section 15.5.22)")
    void upgradeRequired() {
        TestServer house = house();
        assertThat(house.get("/ws").status()).isEqualTo(426);
        // By hand, because HTTP/2 has no such header (RFC 9113, section 8.2.2).
        Answer answer = house.raw().request("GET", house.path("/ws")).answer();
        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.header("Upgrade")).hasValue("websocket");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sse", "/poll", "/health", "/admin/stats", "/ws/", "/wsx", "/other"})
    @DisplayName("an upgrade on any other path is 404")
    void upgradeElsewhere(String path) {
        TestServer house = house();
        Answer answer = house.raw().upgrade(house.path(path)).head();
        assertThat(answer.status()).isEqualTo(404);
        assertThat(house.rollcall().stats().total()).isZero();
    }

    @Test
    @DisplayName("the stream is not to be stored, changed or buffered on its way")
    void streamHeaders() {
        Answer head = house().sse("").head();
        assertThat(head.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(head.header("Cache-Control")).hasValue("no-store, no-transform");
        assertThat(head.header("X-Accel-Buffering")).hasValue("no");
    }

    @Test
    @DisplayName("S9: permessage-deflate is not negotiated, even when offered")
    void noCompression() {
        TestServer house = house();
        Answer answer = house.raw()
                .upgrade(house.path("/ws"), "Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits")
                .head();
        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.header("Sec-WebSocket-Extensions")).isEmpty();
        assertThat(answer.header("Sec-WebSocket-Accept")).hasValue("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("another base path applies to everything")
    void basePath(Transport transport) {
        TestServer house = house(setup -> setup.set(ContractSettings.BASE_PATH, "/app/live"));
        house.tab(transport, "");
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
        assertThat(house.http().get("/__skew/sse").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"WEBSOCKET", "SSE"})
    @DisplayName("a tab that goes away is no longer counted")
    void goesAway(Transport transport) {
        TestServer house = house();
        Tab stays = house.tab(transport, "?version=a");
        house.tab(transport, "?version=b").close();
        eventually(() -> assertThat(house.rollcall().stats().versions()).containsOnlyKeys("a"));
        assertThat(stays.hasEnded()).isFalse();
    }

    private static String onlyVersion(TestServer house) {
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
        return house.rollcall().stats().versions().keySet().iterator().next();
    }
}

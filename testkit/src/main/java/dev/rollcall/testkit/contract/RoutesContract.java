// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.text.RouteGroups;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.WebSocketTab;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A path has one form, however it was written and by whom; routes that differ only in an id can be counted together. */
public abstract class RoutesContract extends HostContract {

    /** For hosts. */
    protected RoutesContract() {}

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("one page is one route, however its address was written")
    void oneRoute(Transport transport) {
        TestServer house = house();
        for (String route : List.of(
                "/blog/über-uns",
                "/blog/%C3%BCber-uns",
                "/blog/%c3%bcber-uns",
                "/blog/u\u0308ber-uns",
                "/blog//über-uns",
                "/blog/./über-uns",
                "/x/../blog/über-uns")) {
            house.tab(transport, "?version=v1&route=" + encoded(route));
        }
        assertThat(house.rollcall().stats().routes()).isEqualTo(Map.of("/blog/über-uns", 7));
    }

    @Test
    @DisplayName("a route update has the same form as the route of an opening, as a frame and as a POST")
    void updates() {
        TestServer house = house();
        WebSocketTab tab = house.ws("?version=v1&route=/");
        tab.send(Json.object("type", "route-update", "route", "/a%20b/%C3%BC"));
        tab.fence();
        assertThat(house.rollcall().stats().routes()).isEqualTo(Map.of("/a%20b/ü", 1));
        assertThat(house.post("/route", Json.object("connectionId", tab.connectionId(), "route", "/caf%c3%a9//"))
                        .status())
                .isEqualTo(200);
        tab.fence();
        assertThat(house.rollcall().stats().routes()).isEqualTo(Map.of("/café/", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/blog/über-uns | prefix",
                "/blog/%C3%BCber-uns | exact",
                "/blog/%c3%bcber-uns | prefix",
                "/blog/u\u0308ber-uns | exact",
                "/blog/über-uns/ | exact",
                "//blog/./über-uns | exact",
                "/blog/?ber-uns | glob",
                "/blog/%C3%BC* | glob",
                "^/blog/ü | regex",
                "%C3%BCber | regex"
            })
    @DisplayName("a target and a filter mean the same page however they are written")
    void targets(String route, String match) {
        TestServer house = house();
        house.ws("?route=" + encoded("/blog/%C3%BCber-uns"));
        house.ws("?route=/blog");
        Answer answer = house.post(
                "/admin/invalidate-route",
                Json.object("route", route, "match", match, "dryRun", true),
                "Authorization",
                "Bearer " + Setup.SECRET);
        assertThat(answer.json().path("matched").asInt()).isEqualTo(1);
        Answer listed = house.admin("/admin/connections?match=" + match + "&route=" + encoded(route));
        assertThat(listed.json().path("connections")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/checkout?step=2 | prefix | did you mean /checkout?",
                "/checkout#pay | exact | did you mean /checkout?",
                "checkout | prefix | did you mean /checkout?",
                "https://shop.example/checkout?x=1 | prefix | did you mean /checkout?",
                "https://shop.example/checkout | glob | did you mean /checkout?",
                "checkout/* | glob | did you mean /checkout/*?",
                "/checkout#pay | glob | did you mean /checkout?",
                "^checkout | regex | did you mean ^/checkout?"
            })
    @DisplayName("a target that no path can match is refused, with what was probably meant")
    void refused(String route, String match, String advice) {
        TestServer house = house();
        Answer answer = house.post(
                "/admin/invalidate-route",
                Json.object("route", route, "match", match),
                "Authorization",
                "Bearer " + Setup.SECRET);
        Errors.check(answer, 400);
        assertThat(answer.body()).contains(advice);
        Errors.check(house.admin("/admin/connections?match=" + match + "&route=" + encoded(route)), 400);
    }

    @ParameterizedTest
    @CsvSource({"((a{200}){200}){200}", "(((a{100}){100}){100}){100}", "(a{1000}){1000}", "((x?){50}){50}"})
    @DisplayName("S8: an expression that would grow too large is refused before it is compiled")
    void growingExpressions(String expression) {
        TestServer house = house();
        Answer answer = house.admin("/admin/connections?match=regex&route=" + encoded(expression));
        Errors.check(answer, 400);
        assertThat(answer.body()).contains("when its repetitions are written out");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("a page may name the group of its route; a configured group counts first, and targets mean routes")
    void namedGroups(Transport transport) {
        TestServer house = house(setup -> setup.set(CoreSettings.ROUTE_GROUPS, RouteGroups.of(List.of("/blog/*"))));
        house.tab(transport, "?route=/product/1&group=" + encoded("/product/:id(\\d+)"));
        house.tab(transport, "?route=/product/2&group=" + encoded("/product/:id(\\d+)"));
        house.tab(transport, "?route=/blog/one&group=/blog/:slug");
        house.tab(transport, "?route=/bad&group=bad");
        assertThat(house.rollcall().stats().routes())
                .isEqualTo(Map.of("/product/:id(\\d+)", 2, "/blog/*", 1, "/bad", 1));
        JsonNode listed = house.admin("/admin/connections?route=/product/1&match=exact")
                .json()
                .path("connections");
        assertThat(Json.column(listed, "route")).containsExactly("/product/1");
    }

    @Test
    @DisplayName("a route update may name another group, or none")
    void namedGroupsOfUpdates() {
        TestServer house = house();
        WebSocketTab tab = house.ws("?route=/a");
        tab.send(Json.object("type", "route-update", "route", "/shop/1", "group", "/shop/:id"));
        tab.fence();
        assertThat(house.rollcall().stats().routes()).isEqualTo(Map.of("/shop/:id", 1));
        house.post(
                "/route", Json.object("connectionId", tab.connectionId(), "route", "/shop/1", "group", "/shop/[id]"));
        tab.fence();
        assertThat(house.rollcall().stats().routes()).isEqualTo(Map.of("/shop/[id]", 1));
        tab.send(Json.object("type", "route-update", "route", "/shop/1"));
        tab.fence();
        assertThat(house.rollcall().stats().routes()).isEqualTo(Map.of("/shop/1", 1));
    }

    @Test
    @DisplayName("routes of a group are counted together; targets and filters still mean single routes")
    void groups() {
        TestServer house = house(setup -> setup.set(
                CoreSettings.ROUTE_GROUPS, RouteGroups.of(List.of("/product/*", "/blog/[slug]", "/docs/**"))));
        for (int i = 0; i < 5; i++) {
            house.ws("?route=/product/" + i);
        }
        house.ws("?route=/blog/one");
        house.ws("?route=/docs/a/b");
        house.ws("?route=/product");
        assertThat(house.rollcall().stats().routes())
                .isEqualTo(Map.of("/product/*", 5, "/blog/[slug]", 1, "/docs/**", 1, "/product", 1));
        Answer one = house.post(
                "/admin/invalidate-route",
                Json.object("route", "/product/3", "match", "exact", "dryRun", true),
                "Authorization",
                "Bearer " + Setup.SECRET);
        assertThat(one.json().path("matched").asInt()).isEqualTo(1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

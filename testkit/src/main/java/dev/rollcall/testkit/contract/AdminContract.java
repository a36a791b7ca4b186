// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.http.address.IpTracking;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.OneProcess;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.Tab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What people and CI read. Rules of "People and CI". */
public abstract class AdminContract extends HostContract {

    /** For hosts. */
    protected AdminContract() {}

    @Test
    @DisplayName("health needs no secret, and shows ok, version, uptime and whether commands are kept")
    void health() {
        TestServer house = house();
        house.advance(Duration.ofSeconds(90));
        Answer answer = house.get("/health");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Json.fields(answer.json())).containsExactly("journal", "ok", "uptime", "version");
        assertThat(answer.json().path("ok").asBoolean(false)).isTrue();
        assertThat(answer.json().path("version").asString()).isEqualTo(Setup.CURRENT);
        assertThat(answer.json().path("uptime").asLong()).isEqualTo(90);
        assertThat(answer.json().path("journal").asString()).isEqualTo("memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + Setup.SECRET, "bearer " + Setup.SECRET, Setup.SECRET})
    @DisplayName("the secret is taken as a bearer token, or bare")
    void secretForms(String authorization) {
        assertThat(house().get("/admin/stats", "Authorization", authorization).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/stats", "/admin/connections", "/metrics"})
    @DisplayName("S3: without the right secret the answer is 401 and reveals nothing")
    void unauthorized(String path) {
        TestServer house = house(setup -> setup.options(options -> options.metrics(() -> "rollcall_up 1\n")));
        house.ws("?route=/secret-page");
        String[] wrong = {"Bearer wrong-secret", Setup.SECRET + "x", "Bearer", "Basic " + Setup.SECRET, "Bearer null"};
        List<Answer> answers = new ArrayList<>(List.of(house.get(path)));
        for (String authorization : wrong) {
            answers.add(house.get(path, "Authorization", authorization));
        }
        answers.add(house.get(path + "?secret=" + Setup.SECRET));
        for (Answer answer : answers) {
            Errors.check(answer, 401);
            assertThat(answer.body()).doesNotContain("secret-page").doesNotContain(Setup.SECRET);
        }
    }

    @Test
    @DisplayName("S3: a secret may be limited to reading")
    void scopes() {
        TestServer house = house(setup -> setup.options(options -> options.secrets(
                AdminSecrets.builder().read("watch", "only-for-reading").build())));
        String[] secret = {"Authorization", "Bearer only-for-reading"};
        assertThat(house.get("/admin/stats", secret).status()).isEqualTo(200);
        Errors.check(house.post("/admin/invalidate-route", Json.object("route", "/"), secret), 403);
    }

    @OneProcess("each process counts for its own limits")
    @Test
    @DisplayName("S3: repeated failures from one address are slowed down; a right secret is still admitted")
    void throttled() {
        TestServer house = house();
        for (int i = 0; i < 100; i++) {
            assertThat(house.admin("/admin/stats").status()).isEqualTo(200);
        }
        Answer answer = house.get("/admin/stats", "Authorization", "Bearer wrong-0");
        for (int i = 1; i < 50 && answer.status() == 401; i++) {
            answer = house.get("/admin/stats", "Authorization", "Bearer wrong-" + i);
        }
        Errors.check(answer, 429);
        assertThat(house.admin("/admin/stats").status())
                .as("somebody else's guesses")
                .isEqualTo(200);
        Errors.check(house.get("/metrics", "Authorization", "Bearer wrong"), 429);
        house.advance(
                Duration.ofSeconds(Long.parseLong(answer.header("Retry-After").orElseThrow())));
        Errors.check(house.get("/admin/stats", "Authorization", "Bearer wrong"), 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Basic c3RhZ2luZzpwdw==", "Negotiate", "Digest username=\"a\"", "Bearer eyJhbGciOiJub25lIn0.e30."
            })
    @DisplayName("S3: a header for somebody else, such as a site's Basic authentication, is no guess and hides nothing")
    void notOurs(String authorization) {
        TestServer house = house();
        for (int i = 0; i < 30; i++) {
            Errors.check(house.get("/admin/stats", "Authorization", authorization), 401);
        }
        String body = Json.object("route", "/", "secret", Setup.SECRET);
        assertThat(house.post("/admin/invalidate-route", body, "Authorization", authorization)
                        .status())
                .isEqualTo(200);
        String wrong = Json.object("route", "/", "secret", "wrong-secret");
        Errors.check(house.post("/admin/invalidate-route", wrong, "Authorization", authorization), 401);
    }

    @Test
    @DisplayName("S3: wrong secrets in bodies are slowed down; a right one is still admitted")
    void guessesInBodies() {
        TestServer house = house();
        String body = Json.object("route", "/", "secret", Setup.SECRET);
        for (int i = 0; i < 30; i++) {
            house.post("/admin/invalidate-route", Json.object("route", "/", "secret", "wrong-" + i));
        }
        Errors.check(house.post("/admin/invalidate-route", Json.object("route", "/", "secret", "wrong")), 429);
        assertThat(house.post("/admin/invalidate-route", body).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("what was turned down is listed, the last of each kind, with what to do about it")
    void refusals() {
        TestServer house = house(setup -> setup.set(ContractSettings.IP_TRACKING, IpTracking.TRUNCATED));
        assertThat(house.admin("/admin/refusals").json().path("refusals")).isEmpty();
        house.get("/admin/stats", "X-Forwarded-For", "203.0.113.9");
        house.tick();
        house.get("/admin/stats", "Authorization", "Bearer wrong", "X-Forwarded-For", "198.51.100.7");
        house.advance(Duration.ofMillis(1));
        house.get("/admin/stats", "Authorization", "Bearer wrong", "X-Forwarded-For", "203.0.113.9");
        long last = house.timer().millis();
        house.tick();
        house.post("/route", Json.object("connectionId", "x"), "Origin", "https://evil.example");
        house.tick();
        house.get("/sse", "User-Agent", "Googlebot/2.1");
        Answer answer = house.admin("/admin/refusals");
        JsonNode entries = answer.json().path("refusals");
        assertThat(Json.column(entries, "reason")).containsExactly("bot", "origin", "secret-wrong", "secret-missing");
        JsonNode wrong = entries.path(2);
        assertThat(wrong.path("count").asInt()).isEqualTo(2);
        assertThat(wrong.path("setting").asString()).isEqualTo("admin-secret");
        assertThat(wrong.path("advice").asString()).isNotBlank();
        assertThat(wrong.path("ip").asString()).isEqualTo("203.0.113.0/24");
        assertThat(wrong.path("last").asLong()).isEqualTo(last);
        assertThat(answer.body()).doesNotContain("203.0.113.9").doesNotContain("evil");
        Errors.check(house.get("/admin/refusals"), 401);
        TestServer quiet = house();
        quiet.get("/admin/stats");
        assertThat(quiet.admin("/admin/refusals")
                        .json()
                        .path("refusals")
                        .path(0)
                        .has("ip"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/stats", "/admin/connections"})
    @DisplayName("without a configured secret the answer is 503")
    void notConfigured(String path) {
        TestServer house = house(setup -> setup.options(options -> options.secrets(AdminSecrets.none())));
        Errors.check(house.get(path), 503);
        Errors.check(house.admin(path), 503);
        Errors.check(house.post("/admin/invalidate-route", Json.object("route", "/", "secret", "")), 503);
        assertThat(house.get("/health").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("the stats object, with everything 1.x had and what was added")
    void stats() {
        TestServer house = house();
        Tab tab = house.ws("?version=v1&route=/a");
        JsonNode stats = house.stats();
        assertThat(stats.path("total").asInt()).isEqualTo(1);
        assertThat(stats.path("current").asString()).isEqualTo(Setup.CURRENT);
        assertThat(Json.counts(stats.path("versions"))).isEqualTo(Map.of("v1", 1));
        assertThat(Json.counts(stats.path("routes"))).isEqualTo(Map.of("/a", 1));
        JsonNode connection = house.connections().path(0);
        assertThat(connection.path("id").asString()).isEqualTo(tab.id());
        assertThat(connection.path("version").asString()).isEqualTo("v1");
        assertThat(connection.path("route").asString()).isEqualTo("/a");
        assertThat(connection.path("transport").asString()).isEqualTo("websocket");
        assertThat(connection.path("since").asLong()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/admin/stats"})
    @DisplayName("the aliases answer like the paths they stand for, and can be switched off")
    void aliases(String alias) {
        String[] secret = {"Authorization", "Bearer " + Setup.SECRET};
        TestServer house = house();
        house.ws("");
        JsonNode twin = house.stats();
        assertThat(Json.fields(house.http().get(alias, secret).json())).isEqualTo(Json.fields(twin));
        assertThat(twin.path("total").asInt()).isEqualTo(1);
        Answer invalidated = house.http().post("/api/admin/invalidate-route", Json.object("route", "/"), secret);
        assertThat(invalidated.json().path("matched").asInt()).isEqualTo(1);
        TestServer without = house(setup -> setup.set(ContractSettings.ADMIN_ALIASES, false));
        assertThat(without.http().get(alias, secret).status()).isEqualTo(404);
    }

    @Test
    @DisplayName("connections can be filtered by route, match, version and being outdated")
    void filters() {
        TestServer house = house();
        house.former("v1");
        String blog1 = house.ws("?version=v1&route=/blog/1").id();
        String blog2 = house.sse("?version=v2&route=/blog/2").id();
        String home = house.poll("?version=v1&route=/").id();
        assertThat(ids(house, "")).containsExactly(blog1, blog2, home);
        assertThat(ids(house, "?route=/blog")).containsExactly(blog1, blog2);
        assertThat(ids(house, "?route=/&match=exact")).containsExactly(home);
        assertThat(ids(house, "?route=/*/1&match=glob")).containsExactly(blog1);
        assertThat(ids(house, "?route=%5E/blog/%5B2-9%5D$&match=regex")).containsExactly(blog2);
        assertThat(ids(house, "?version=v1")).containsExactly(blog1, home);
        assertThat(ids(house, "?outdated=true")).containsExactly(blog1, home);
        assertThat(ids(house, "?outdated=true&route=/blog")).containsExactly(blog1);
        assertThat(ids(house, "?version=nobody")).isEmpty();
    }

    @Test
    @DisplayName("connections can be filtered by user, if the application labels them")
    void users() {
        TestServer house = house(setup -> setup.options(options ->
                options.userResolver(dev.rollcall.protocol.options.UserResolver.header("X-Forwarded-User"))));
        String ada = house.ws("", "X-Forwarded-User", "ada").id();
        house.sse("", "X-Forwarded-User", "bob");
        house.ws("");
        assertThat(ids(house, "?user=ada")).containsExactly(ada);
        assertThat(Json.column(house.connections(), "user")).contains("ada", "bob");
    }

    @Test
    @DisplayName("one tab is found by its public id")
    void byId() {
        TestServer house = house();
        house.ws("");
        String wanted = house.sse("").id();
        assertThat(ids(house, "?id=" + wanted)).containsExactly(wanted);
        assertThat(ids(house, "?id=" + wanted + "&route=/elsewhere")).isEmpty();
        assertThat(ids(house, "?id=unheard-of")).isEmpty();
    }

    @Test
    @DisplayName("pages follow one another by cursor and show every connection once, in order of arrival")
    void pages() {
        TestServer house = house();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            all.add(house.poll("").id());
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = house.admin("/admin/connections?limit=10" + cursor).json();
            seen.addAll(Json.column(page.path("connections"), "id"));
            cursor = page.has("cursor") ? "&cursor=" + page.path("cursor").asString() : "";
        } while (!cursor.isEmpty() && seen.size() < 100);
        assertThat(seen).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=-1",
                "limit=x",
                "limit=99999999999",
                "cursor=x",
                "match=unheard-of&route=/",
                "match=regex&route=(",
                "outdated=maybe"
            })
    @DisplayName("an invalid filter is answered 400 with the reason")
    void badFilters(String query) {
        Errors.check(house().admin("/admin/connections?" + query), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/connections?verison=v1",
                "/admin/connections?version=v1&Route=/a",
                "/admin/releases?limit=1",
                "/admin/audit?limit=1&user=ada",
                "/admin/history?from=0",
                "/admin/refusals?reason=bot",
                "/admin/nodes?name=a",
                "/admin/deployment?version=v1",
                "/admin/commands?limit=1"
            })
    @DisplayName("an unknown parameter is answered 400, so that a misspelt filter does not find everything")
    void unknownParameters(String path) {
        Errors.check(house().admin(path), 400);
    }

    @Test
    @DisplayName("metrics need the secret, and are plain text")
    void metrics() {
        TestServer house = house(setup -> setup.options(options -> options.metrics(() -> "rollcall_up 1\n")));
        Answer answer = house.admin("/metrics");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(answer.body()).isEqualTo("rollcall_up 1\n");
    }

    @Test
    @DisplayName("caches do not keep admin answers, and HEAD answers without a body")
    void caching() {
        TestServer house = house();
        assertThat(house.admin("/admin/stats").header("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        Answer head =
                house.http().send("HEAD", house.path("/health"), java.net.http.HttpRequest.BodyPublishers.noBody());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    private static List<String> ids(TestServer house, String query) {
        Answer answer = house.admin("/admin/connections" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Json.column(answer.json().path("connections"), "id");
    }
}

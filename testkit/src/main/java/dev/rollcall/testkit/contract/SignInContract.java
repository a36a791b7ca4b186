// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.testkit.Authorizers;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.OneProcess;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** People at the dashboard: signing in and out, and what that lets them see and do. */
public abstract class SignInContract extends HostContract {

    /** For hosts. */
    protected SignInContract() {}

    private static Answer signIn(TestServer house, String name, String value, String... headers) {
        return house.post("/admin/session", Json.object(name, value), headers);
    }

    /** Returns the cookie as a browser sends it back. */
    private static String cookie(Answer answer) {
        String header = answer.header("set-cookie").orElseThrow();
        return header.substring(0, header.indexOf(';'));
    }

    private static String origin(TestServer house) {
        return "http://127.0.0.1:" + house.host().port();
    }

    /**
     * Checks that nobody is signed in. A page asks this on each visit, so no browser may report the answer as an error.
     */
    private static void assertNobody(Answer answer, boolean ended) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json())
                .isEqualTo(Json.parse("{\"ok\":true,\"name\":null,\"scopes\":[],\"ended\":" + ended + "}"));
    }

    @Test
    @DisplayName("a secret signs in; the cookie cannot be read by scripts nor sent by other sites")
    void signsIn() {
        TestServer house = house();
        Answer answer = signIn(house, "secret", Setup.SECRET);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("name").asString()).isEqualTo("test");
        assertThat(answer.json().path("scopes")).isEqualTo(Json.parse("[\"read\",\"announce\",\"reload\",\"admin\"]"));
        assertThat(answer.json().path("expires").asLong())
                .isEqualTo(house.timer().millis() + Duration.ofHours(12).toMillis());
        assertThat(answer.header("set-cookie").orElseThrow())
                .contains("HttpOnly", "SameSite=Strict", "Path=/__skew", "Max-Age=43200")
                .matches(text -> text.contains("; Secure") == (house.host().tls() != null), "Secure over TLS only");
        assertThat(answer.body()).doesNotContain(cookie(answer).substring(20));
        String[] cookie = {"Cookie", cookie(answer)};
        assertThat(house.get("/admin/session", cookie).json()).isEqualTo(answer.json());
        assertThat(house.get("/admin/stats", cookie).status()).isEqualTo(200);
        assertThat(house.get("/admin/history", cookie).json().path("at")).isNotEmpty();
        assertThat(house.get("/admin/nodes", cookie).json().path("nodes"))
                .hasSize(house.rollcalls().size());
    }

    @Test
    @DisplayName("over https the cookie is never sent by http")
    void secure() {
        TestServer house = house(setup -> setup.set(ContractSettings.ALLOWED_ORIGINS, List.of("https://a.example")));
        Answer answer = signIn(house, "secret", Setup.SECRET, "Origin", "https://a.example");
        assertThat(answer.header("set-cookie").orElseThrow()).endsWith("; Secure");
    }

    @OneProcess("each process counts the guesses that reach it")
    @Test
    @DisplayName("S3: wrong secrets are refused, and slowed down")
    void wrong() {
        TestServer house = house();
        assertNobody(house.get("/admin/session"), false);
        assertNobody(house.get("/admin/session", "Cookie", "rollcall_session=" + "A".repeat(43)), true);
        for (int i = 0; i < 10; i++) {
            Answer answer = signIn(house, i % 2 == 0 ? "secret" : "link", "wrong-secret");
            Errors.check(answer, 401);
            assertThat(answer.header("set-cookie")).isEmpty();
        }
        Errors.check(signIn(house, "secret", "wrong-secret"), 429);
        assertThat(signIn(house, "secret", Setup.SECRET).status())
                .as("a right secret is let in whatever others guess")
                .isEqualTo(200);
        house.advance(Duration.ofMinutes(2));
        Errors.check(signIn(house, "secret", "wrong-secret"), 401);
    }

    @Test
    @DisplayName("a sign-in link works once, within an hour")
    void link() {
        TestServer house = house();
        String link = house.signInLink();
        assertThat(link).startsWith("/__skew/dashboard/#link=");
        String token = link.substring(link.indexOf('=') + 1);
        assertThat(signIn(house, "link", token).status()).isEqualTo(200);
        Errors.check(signIn(house, "link", token), 401);
        String late = house.signInLink();
        house.advance(Duration.ofMinutes(61));
        Errors.check(signIn(house, "link", late.substring(late.indexOf('=') + 1)), 401);
    }

    @Test
    @DisplayName("S2: a person who is signed in sees live stats; signing out ends them at once")
    void signingOutEndsStats() {
        TestServer house = house();
        String cookie = cookie(signIn(house, "secret", Setup.SECRET));
        WebSocketTab admin = house.ws("", "Cookie", cookie);
        WebSocketTab stranger = house.ws("", "Cookie", "rollcall_session=" + "A".repeat(43));
        admin.subscribe();
        assertThat(admin.next().path("type").asString()).isEqualTo("stats");
        stranger.subscribe();
        assertThat(stranger.next().path("type").asString()).isEqualTo("stats-unauthorized");
        Answer out = house.http()
                .send(
                        "DELETE",
                        "/__skew/admin/session",
                        BodyPublishers.noBody(),
                        "Cookie",
                        cookie,
                        "Origin",
                        origin(house));
        assertThat(out.status()).isEqualTo(200);
        assertThat(out.header("set-cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(admin.next("stats-unauthorized")).isNotNull();
        assertNobody(house.get("/admin/session", "Cookie", cookie), true);
    }

    @Test
    @DisplayName(
            "S1: behind Basic authentication, or beside a cookie somebody else has set, a signed-in person stays so")
    void amongOthers() {
        TestServer house = house();
        String cookie = cookie(signIn(house, "secret", Setup.SECRET, "Authorization", "Basic c3RhZ2luZzpwdw=="));
        String both = "rollcall_session=junk; " + cookie;
        for (int i = 0; i < 15; i++) {
            Answer answer = house.get("/admin/stats", "Cookie", both, "Authorization", "Basic c3RhZ2luZzpwdw==");
            assertThat(answer.status()).isEqualTo(200);
        }
        assertThat(house.get("/admin/session", "Cookie", both).status()).isEqualTo(200);
        WebSocketTab admin = house.ws("", "Cookie", both, "Authorization", "Basic c3RhZ2luZzpwdw==");
        admin.subscribe();
        assertThat(admin.next().path("type").asString()).isEqualTo("stats");
        assertThat(signOut(house, both).status()).isEqualTo(200);
        assertThat(admin.next("stats-unauthorized")).isNotNull();
        assertNobody(house.get("/admin/session", "Cookie", both), true);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("S1: the cookie opens live stats only to pages of this very host, on every transport")
    void statsCrossSite(Transport transport) {
        TestServer house = house(setup -> setup.set(ContractSettings.ALLOWED_ORIGINS, List.of("https://a.example")));
        String cookie = cookie(signIn(house, "secret", Setup.SECRET));
        Tab listed = house.tab(transport, "", "Cookie", "a=1; " + cookie + "; b=2", "Origin", "https://a.example");
        listed.subscribe();
        assertThat(listed.next().path("type").asString()).isEqualTo("stats-unauthorized");
        Tab sibling =
                house.tab(transport, "", "Cookie", cookie, "Origin", origin(house), "Sec-Fetch-Site", "same-site");
        sibling.subscribe();
        assertThat(sibling.next().path("type").asString()).isEqualTo("stats-unauthorized");
        Tab own = house.tab(transport, "", "Cookie", cookie, "Origin", origin(house));
        own.subscribe();
        assertThat(own.next().path("type").asString()).isEqualTo("stats");
    }

    @Test
    @DisplayName("S2: signing out has only that person's right checked again, and a made-up cookie nobody's")
    void signingOutOnlyConcernsOneself() {
        Authorizers.Asked asked = new Authorizers.Asked();
        TestServer house = house(setup -> setup.authorizer(asked));
        WebSocketTab other = house.ws("");
        other.subscribe();
        asked.next().yes();
        other.next("stats");
        String cookie = cookie(signIn(house, "secret", Setup.SECRET));
        WebSocketTab person = house.ws("", "Cookie", cookie);
        person.subscribe();
        TestServer.eventually(() -> assertThat(house.subscribers()).isEqualTo(2));
        house.tick();
        person.next("stats");
        for (int i = 0; i < 20; i++) {
            assertThat(signOut(house, "rollcall_session=" + "A".repeat(43)).status())
                    .isEqualTo(200);
        }
        assertThat(signOut(house, cookie).status()).isEqualTo(200);
        Authorizers.Question about = asked.next();
        assertThat(about.request().connectionId()).isEqualTo(person.id());
        about.no();
        assertThat(person.next("stats-unauthorized")).isNotNull();
        assertThat(asked.isIdle()).isTrue();
        assertThat(other.fence()).noneMatch(message -> message.toString().contains("unauthorized"));
    }

    @Test
    @DisplayName("a WebSocket is read, also on a connection that has just carried a request whose answer came later")
    void webSocketAfterRequest() {
        TestServer house = house();
        for (int i = 0; i < 40; i++) {
            assertThat(signIn(house, "secret", Setup.SECRET).status()).isEqualTo(200);
            WebSocketTab tab = house.ws("");
            tab.fence();
            tab.close();
        }
    }

    private static Answer signOut(TestServer house, String cookie) {
        return house.http()
                .send(
                        "DELETE",
                        "/__skew/admin/session",
                        BodyPublishers.noBody(),
                        "Cookie",
                        cookie,
                        "Origin",
                        origin(house));
    }

    @Test
    @DisplayName("a session ends on its own")
    void expires() {
        TestServer house = house();
        String cookie = cookie(signIn(house, "secret", Setup.SECRET));
        house.advance(Duration.ofHours(12).minusSeconds(1));
        assertThat(house.get("/admin/session", "Cookie", cookie).status()).isEqualTo(200);
        house.advance(Duration.ofSeconds(1));
        assertNobody(house.get("/admin/session", "Cookie", cookie), true);
        Errors.check(house.get("/admin/stats", "Cookie", cookie), 401);
    }

    @Test
    @DisplayName("S1: the cookie counts for pages of this very host only")
    void crossSite() {
        TestServer house = house(setup -> setup.set(ContractSettings.ALLOWED_ORIGINS, List.of("https://a.example")));
        String cookie = cookie(signIn(house, "secret", Setup.SECRET));
        String release = Json.object("version", "v3");
        Errors.check(house.post("/admin/releases", release, "Cookie", cookie), 401);
        Errors.check(house.post("/admin/releases", release, "Cookie", cookie, "Origin", "https://a.example"), 401);
        Errors.check(house.post("/admin/releases", release, "Cookie", cookie, "Origin", "https://b.example"), 403);
        Errors.check(house.get("/admin/stats", "Cookie", cookie, "Origin", "https://a.example"), 401);
        Errors.check(house.get("/admin/stats", "Cookie", cookie, "Sec-Fetch-Site", "same-site"), 401);
        Answer own = house.post("/admin/releases", release, "Cookie", cookie, "Origin", origin(house));
        assertThat(own.status()).isEqualTo(200);
        JsonNode entry = house.admin("/admin/audit").json().path("entries").path(0);
        assertThat(entry.path("via").asString()).isEqualTo("session");
        assertThat(entry.path("by").asString()).isEqualTo("test");
    }

    @Test
    @DisplayName("S2: people who signed in with a secret that only reads cannot command")
    void readOnly() {
        TestServer house = house(setup -> setup.options(options -> options.secrets(
                AdminSecrets.builder().read("watch", "only-for-reading").build())));
        Answer in = signIn(house, "secret", "only-for-reading");
        assertThat(in.json().path("scopes")).isEqualTo(Json.parse("[\"read\"]"));
        Errors.check(
                house.post(
                        "/admin/commands",
                        "{\"action\":\"reload\",\"target\":\"all\"}",
                        "Cookie",
                        cookie(in),
                        "Origin",
                        origin(house)),
                403);
    }

    @Test
    @DisplayName("the history has columns with as many counts as moments")
    void history() {
        TestServer house = house();
        house.ws("?version=v1");
        house.advance(Duration.ofSeconds(10));
        JsonNode history = house.admin("/admin/history").json();
        int rows = history.path("at").size();
        assertThat(rows).isGreaterThanOrEqualTo(2);
        assertThat(history.path("step").asInt()).isEqualTo(10_000);
        assertThat(history.path("total")).hasSize(rows);
        assertThat(history.path("versions").path("v1")).hasSize(rows);
        assertThat(history.path("versions").path("v1").path(rows - 1).asInt()).isEqualTo(1);
        assertThat(house.admin("/admin/history?since=" + (house.timer().millis() + 60_000))
                        .json()
                        .path("at"))
                .isEmpty();
        Errors.check(house.admin("/admin/history?since=yesterday"), 400);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.command.JournalJson;
import dev.rollcall.protocol.http.address.IpTracking;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.testkit.FullJournal;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tokens with a name, scopes, limits and an end. Rules of "Tokens". */
public abstract class TokensContract extends HostContract {

    private static final String[] SECRET = {"Authorization", "Bearer " + Setup.SECRET};

    /** For hosts. */
    protected TokensContract() {}

    private static Answer make(TestServer house, String json, String... headers) {
        return house.post("/admin/tokens", json.replace('\'', '"'), headers.length == 0 ? SECRET : headers);
    }

    private static JsonNode made(TestServer house, String json) {
        Answer answer = make(house, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String[] bearer(JsonNode made) {
        return new String[] {"Authorization", "Bearer " + made.path("token").asString()};
    }

    private static Answer command(TestServer house, String json, String... headers) {
        return house.post("/admin/commands", json.replace('\'', '"'), headers);
    }

    private static Answer revoke(TestServer house, JsonNode made, String... headers) {
        String path = house.path("/admin/tokens/" + made.path("id").asString());
        return house.http().send("DELETE", path, BodyPublishers.noBody(), headers.length == 0 ? SECRET : headers);
    }

    @Test
    @DisplayName("a token is shown once, with what it may do and until when; the list never shows it")
    void shownOnce() {
        TestServer house = house();
        Answer answer =
                make(house, "{'name':'ci','scopes':['announce','read'],'routes':['/shop/**'],'percent':10,'days':30}");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        JsonNode made = answer.json();
        long thirtyDays = Duration.ofDays(30).toMillis();
        assertThat(made.path("token").asString()).matches("rct_[A-Za-z0-9_-]{43}");
        assertThat(Json.texts(made.path("scopes"))).containsExactly("read", "announce");
        assertThat(Json.texts(made.path("routes"))).containsExactly("/shop/**");
        assertThat(made.path("percent").asInt()).isEqualTo(10);
        assertThat(made.path("by").asString()).isEqualTo("test");
        assertThat(made.path("expires").asLong() - made.path("at").asLong()).isEqualTo(thirtyDays);
        eventually(() -> {
            Answer list = house.admin("/admin/tokens");
            assertThat(Json.column(list.json().path("tokens"), "id"))
                    .containsExactly(made.path("id").asString());
            assertThat(list.body()).doesNotContain(made.path("token").asString());
            assertThat(list.json().path("tokens").get(0).path("state").asString())
                    .isEqualTo("valid");
        });
        JsonNode other = made(house, "{'name':'x','scopes':['read']}");
        assertThat(other.path("expires").asLong() - other.path("at").asLong())
                .as("without an end, ninety days")
                .isEqualTo(3 * thirtyDays);
    }

    @ParameterizedTest
    @CsvSource({
        "read,200,403,403,403,403",
        "announce,403,200,403,200,403",
        "reload,403,403,200,403,403",
        "admin,200,200,200,200,200"
    })
    @DisplayName("a scope allows what it says, and nothing else")
    void scopes(String scope, int reads, int announces, int reloads, int messages, int administers) {
        TestServer house = house();
        String[] token = bearer(made(house, "{'name':'t','scopes':['" + scope + "']}"));
        assertThat(house.get("/admin/stats", token).status()).isEqualTo(reads);
        assertThat(command(house, "{'action':'announce','target':'all'}", token).status())
                .isEqualTo(announces);
        assertThat(command(house, "{'action':'reload','target':'all'}", token).status())
                .isEqualTo(reloads);
        assertThat(house.post("/admin/invalidate-route", Json.object("route", "/"), token)
                        .status())
                .isEqualTo(reloads);
        assertThat(command(house, "{'action':'message','target':'all','message':{'type':'x'}}", token)
                        .status())
                .isEqualTo(messages);
        assertThat(house.post("/admin/releases", Json.object("version", "v3"), token)
                        .status())
                .isEqualTo(announces);
        assertThat(house.get("/admin/tokens", token).status()).isEqualTo(administers);
        assertThat(make(house, "{'name':'mine','scopes':['read']}", token).status())
                .isEqualTo(administers);
    }

    @Test
    @DisplayName("a release that makes tabs reload needs both scopes")
    void forcedRelease() {
        TestServer house = house();
        String body = Json.object("version", "v3", "force", true);
        String[] announce = bearer(made(house, "{'name':'a','scopes':['announce']}"));
        Answer refused = house.post("/admin/releases", body, announce);
        Errors.check(refused, 403);
        assertThat(refused.body()).contains("announce and reload");
        String[] both = bearer(made(house, "{'name':'b','scopes':['announce','reload']}"));
        assertThat(house.post("/admin/releases", body, both).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("CI and read secrets make no tokens")
    void secretsWithoutAdmin() {
        TestServer house = house(setup -> setup.options(options -> options.secrets(AdminSecrets.builder()
                .ci("ci", "only-for-pipelines")
                .read("wall", "only-for-reading")
                .build())));
        String[] ci = {"Authorization", "Bearer only-for-pipelines"};
        Errors.check(make(house, "{'name':'x','scopes':['read']}", ci), 403);
        Errors.check(house.get("/admin/tokens", ci), 403);
        Errors.check(house.get("/admin/tokens", "Authorization", "Bearer only-for-reading"), 403);
        Errors.check(house.get("/admin/tokens"), 401);
        assertThat(command(house, "{'action':'reload','target':'all'}", ci).status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("commands of a token with routes reach only tabs on these, and the answer says so")
    void routes() {
        TestServer house = house();
        Tab shop = house.ws("?route=/shop/cart");
        Tab blog = house.ws("?route=/blog/1");
        WebSocketTab other = house.ws("?route=/account");
        String[] token = bearer(made(house, "{'name':'t','scopes':['reload'],'routes':['/shop/**','/blog/*']}"));
        Answer all = command(house, "{'action':'reload','target':'all'}", token);
        assertThat(all.json().path("matched").asInt()).isEqualTo(2);
        assertThat(all.json().path("target").asString()).isEqualTo("routes matching /shop/** or /blog/*");
        assertThat(shop.next().path("force").asBoolean(false)).isTrue();
        assertThat(blog.next().path("force").asBoolean(false)).isTrue();
        assertThat(other.fence()).isEmpty();
        Answer one = command(house, "{'action':'reload','target':{'route':'/account'},'dryRun':true}", token);
        assertThat(one.json().path("matched").asInt(-1)).isZero();
        assertThat(one.json().path("target").asString())
                .isEqualTo("routes beginning with /account, routes matching /shop/** or /blog/*");
        Answer former = house.post("/admin/invalidate-route", Json.object("route", "/"), token);
        assertThat(former.json().path("matched").asInt()).isEqualTo(2);
    }

    @Test
    @DisplayName("commands of a token with a share reach that share of what they mean")
    void percent() {
        TestServer house = house();
        for (int i = 0; i < 20; i++) {
            house.ws("?route=/");
        }
        String[] token = bearer(made(house, "{'name':'t','scopes':['reload'],'percent':30}"));
        int share = command(house, "{'action':'reload','target':{'percent':30},'dryRun':true}", SECRET)
                .json()
                .path("matched")
                .asInt();
        Answer answer = command(house, "{'action':'reload','target':'all','dryRun':true}", token);
        assertThat(answer.json().path("matched").asInt(-1)).isEqualTo(share).isLessThan(20);
        assertThat(answer.json().path("target").asString()).isEqualTo("30 percent");
    }

    @Test
    @DisplayName("a token with limits makes no release: it is for all tabs")
    void noReleaseWithLimits() {
        TestServer house = house();
        String[] token = bearer(made(house, "{'name':'t','scopes':['announce','reload'],'percent':10}"));
        Answer refused = house.post("/admin/releases", Json.object("version", "v3"), token);
        Errors.check(refused, 403);
        assertThat(refused.body()).contains("limited to 10 percent");
        assertThat(house.get("/health").json().path("version").asString()).isEqualTo(Setup.CURRENT);
    }

    @Test
    @DisplayName("a revoked token counts nowhere any longer, and anyone who presents it learns that it is revoked")
    void revoked() {
        TestServer house = house();
        JsonNode made = made(house, "{'name':'ci','scopes':['read']}");
        assertThat(house.get("/admin/stats", bearer(made)).status()).isEqualTo(200);
        Answer answer = revoke(house, made);
        assertThat(answer.json().path("state").asString()).isEqualTo("revoked");
        assertThat(answer.json().path("revokedBy").asString()).isEqualTo("test");
        eventually(() -> {
            for (int i = 0; i < 3; i++) {
                Answer refused = house.get("/admin/stats", bearer(made));
                Errors.check(refused, 401);
                assertThat(refused.body()).contains("ci was revoked by test");
            }
        });
        eventually(() -> Errors.check(revoke(house, made), 404));
        assertThat(Json.column(house.admin("/admin/tokens").json().path("tokens"), "state"))
                .containsExactly("revoked");
    }

    @Test
    @DisplayName("a token ends by itself, and anyone who presents it learns that it has expired")
    void expired() {
        TestServer house = house();
        long end = house.timer().millis() + 60_000;
        JsonNode made = made(house, "{'name':'ci','scopes':['read'],'expires':" + end + "}");
        assertThat(made.path("expires").asLong()).isEqualTo(end);
        house.advance(Duration.ofSeconds(59));
        assertThat(house.get("/admin/stats", bearer(made)).status()).isEqualTo(200);
        house.timer().setWallClock(Duration.ofDays(-1));
        house.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 30; i++) {
            Answer refused = house.get("/admin/stats", bearer(made));
            Errors.check(refused, 401);
            assertThat(refused.body()).contains("ci expired at ");
        }
        assertThat(Json.column(house.admin("/admin/tokens").json().path("tokens"), "state"))
                .containsExactly("expired");
    }

    @Test
    @DisplayName("one that was made up is a guess like any other")
    void madeUp() {
        TestServer house = house();
        Answer answer = house.get("/admin/stats", "Authorization", "Bearer rct_" + "x".repeat(43));
        Errors.check(answer, 401);
        assertThat(answer.body()).contains("wrong or missing secret");
    }

    @Test
    @DisplayName("live stats may be seen with a token that reads, until it is revoked")
    void liveStats() {
        TestServer house = house();
        JsonNode made = made(house, "{'name':'wall','scopes':['read']}");
        WebSocketTab tab = house.ws("", bearer(made));
        tab.subscribe();
        assertThat(tab.next().path("type").asString()).isEqualTo("stats");
        String[] blind = bearer(made(house, "{'name':'pipeline','scopes':['announce']}"));
        WebSocketTab other = house.ws("", blind);
        other.subscribe();
        assertThat(other.next().path("type").asString()).isEqualTo("stats-unauthorized");
        revoke(house, made);
        eventually(() -> {
            house.tick();
            assertThat(tab.fence())
                    .anySatisfy(message ->
                            assertThat(message.path("type").asString()).isEqualTo("stats-unauthorized"));
        });
    }

    @Test
    @DisplayName("the audit list names the token, and the address as far as addresses are tracked")
    void audited() {
        TestServer house = house(setup -> setup.set(ContractSettings.IP_TRACKING, IpTracking.TRUNCATED));
        JsonNode made = made(house, "{'name':'ci','scopes':['announce']}");
        command(
                house,
                "{'action':'announce','target':'all'}",
                "Authorization",
                bearer(made)[1],
                "X-Forwarded-For",
                "203.0.113.9");
        eventually(() -> {
            JsonNode entry = house.admin("/admin/audit").json().path("entries").get(0);
            assertThat(entry.path("by").asString()).isEqualTo("ci");
            assertThat(entry.path("via").asString()).isEqualTo("token");
            assertThat(entry.path("token").asString()).isEqualTo(made.path("id").asString());
            assertThat(entry.path("ip").asString()).isEqualTo("203.0.113.0/24");
        });
    }

    @Test
    @DisplayName("without address tracking the audit list has no address")
    void noAddress() {
        TestServer house = house();
        command(house, "{'action':'announce','target':'all'}", SECRET);
        eventually(() -> assertThat(Json.fields(
                        house.admin("/admin/audit").json().path("entries").get(0)))
                .doesNotContain("ip", "token")
                .contains("by", "via"));
    }

    @Test
    @DisplayName("a token signs nobody in")
    void signsNobodyIn() {
        TestServer house = house();
        JsonNode made = made(house, "{'name':'ci','scopes':['admin']}");
        Answer answer = house.post(
                "/admin/session",
                Json.object("secret", made.path("token").asString()),
                "Origin",
                "http://127.0.0.1:" + house.host().port());
        assertThat(answer.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'scopes':['read']}",
                "{'name':'a b','scopes':['read']}",
                "{'name':'x'}",
                "{'name':'x','scopes':[]}",
                "{'name':'x','scopes':['write']}",
                "{'name':'x','scopes':['read'],'percent':0}",
                "{'name':'x','scopes':['read'],'percent':'5'}",
                "{'name':'x','scopes':['read'],'routes':'/a'}",
                "{'name':'x','scopes':['read'],'routes':['no-slash']}",
                "{'name':'x','scopes':['admin'],'percent':5}",
                "{'name':'x','scopes':['read'],'days':0}",
                "{'name':'x','scopes':['read'],'days':1826}",
                "{'name':'x','scopes':['read'],'expires':1000}",
                "{'name':'x','scopes':['read'],'days':1,'expires':99999999999999}",
                "{'name':'x','scopes':['read'],'forever':true}",
                "[]"
            })
    @DisplayName("what is not understood is refused, and nothing is made")
    void refused(String json) {
        TestServer house = house();
        Errors.check(make(house, json), 400);
        assertThat(house.admin("/admin/tokens").json().path("tokens")).isEmpty();
    }

    @OneProcess("each process has a journal of its own")
    @Test
    @DisplayName("a token that cannot be kept is not made")
    void notKept() {
        FullJournal[] journal = new FullJournal[1];
        TestServer house = house(setup -> setup.core(builder -> builder.journal(
                timer -> {
                    journal[0] = new FullJournal(timer);
                    return journal[0];
                },
                JournalJson.INSTANCE)));
        journal[0].full(true);
        Answer answer = make(house, "{'name':'x','scopes':['read']}");
        Errors.check(answer, 503);
        assertThat(house.admin("/admin/tokens").json().path("tokens")).isEmpty();
    }

    @Test
    @DisplayName("several tokens of one name are told apart by their ids")
    void sameName() {
        TestServer house = house();
        JsonNode one = made(house, "{'name':'ci','scopes':['read']}");
        JsonNode two = made(house, "{'name':'ci','scopes':['read']}");
        revoke(house, one);
        assertThat(house.get("/admin/stats", bearer(two)).status()).isEqualTo(200);
        assertThat(List.of(one.path("id").asString()))
                .doesNotContain(two.path("id").asString());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static dev.rollcall.testkit.TestServer.eventually;
import static dev.rollcall.testkit.contract.TokenCalls.SECRET;
import static dev.rollcall.testkit.contract.TokenCalls.bearer;
import static dev.rollcall.testkit.contract.TokenCalls.command;
import static dev.rollcall.testkit.contract.TokenCalls.made;
import static dev.rollcall.testkit.contract.TokenCalls.make;
import static dev.rollcall.testkit.contract.TokenCalls.revoke;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a token allows, by its scopes and limits. Rules of "Tokens". */
public abstract class TokenRightsContract extends HostContract {

    /** For hosts. */
    protected TokenRightsContract() {}

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
    @DisplayName("CI and read secrets cannot make tokens")
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
    @DisplayName("commands of a token with routes reach only tabs on those routes, and the answer says so")
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
    @DisplayName("commands of a token with a share reach that share of their target")
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
    @DisplayName("a token with limits cannot release, because a release is for all tabs")
    void noReleaseWithLimits() {
        TestServer house = house();
        String[] token = bearer(made(house, "{'name':'t','scopes':['announce','reload'],'percent':10}"));
        Answer refused = house.post("/admin/releases", Json.object("version", "v3"), token);
        Errors.check(refused, 403);
        assertThat(refused.body()).contains("limited to 10 percent");
        assertThat(house.get("/health").json().path("version").asString()).isEqualTo(Setup.CURRENT);
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
    @DisplayName("a token cannot sign anybody in")
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
}

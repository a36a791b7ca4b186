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

import dev.rollcall.protocol.command.JournalJson;
import dev.rollcall.protocol.http.address.IpTracking;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.testkit.FullJournal;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.OneProcess;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** How tokens are made, listed and revoked. Rules of "Tokens"; what they allow is in {@link TokenRightsContract}. */
public abstract class TokensContract extends HostContract {

    /** For hosts. */
    protected TokensContract() {}

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

    @Test
    @DisplayName("a revoked token is valid nowhere, and anyone who presents it learns that it is revoked")
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
    @DisplayName("a token ends on its own, and anyone who presents it learns that it has expired")
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
    @DisplayName("a made-up token is a guess like any other")
    void madeUp() {
        TestServer house = house();
        Answer answer = house.get("/admin/stats", "Authorization", "Bearer rct_" + "x".repeat(43));
        Errors.check(answer, 401);
        assertThat(answer.body()).contains("wrong or missing secret");
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
    @DisplayName(
            "the audit list has every token that was made and revoked: who, via what, from where, and what it may do")
    void makingIsAudited() {
        TestServer house = house(setup -> setup.set(ContractSettings.IP_TRACKING, IpTracking.TRUNCATED));
        String[] from = {"Authorization", SECRET[1], "X-Forwarded-For", "203.0.113.9"};
        JsonNode made = make(house, "{'name':'ci','scopes':['reload'],'routes':['/shop/**'],'percent':10}", from)
                .json();
        revoke(house, made);
        eventually(() -> {
            Answer list = house.admin("/admin/audit");
            JsonNode entries = list.json().path("entries");
            assertThat(Json.column(entries, "action")).containsExactlyInAnyOrder("revoke-token", "make-token");
            JsonNode entry = entries.get(Json.column(entries, "action").indexOf("make-token"));
            assertThat(Json.fields(entry))
                    .containsExactlyInAnyOrder(
                            "id", "at", "by", "via", "ip", "action", "target", "detail", "about", "matched");
            assertThat(entry.path("by").asString()).isEqualTo("test");
            assertThat(entry.path("via").asString()).isEqualTo("secret");
            assertThat(entry.path("ip").asString()).isEqualTo("203.0.113.0/24");
            assertThat(entry.path("detail").asString()).isEqualTo("ci");
            for (String field : new String[] {"id", "name", "scopes", "routes", "percent", "expires"}) {
                assertThat(entry.path("about").path(field)).as(field).isEqualTo(made.path(field));
            }
            assertThat(list.body()).doesNotContain(made.path("token").asString());
        });
    }

    @Test
    @DisplayName(
            "a token that was not made, or not revoked, is not in the audit list; one that makes another is named there")
    void onlyWhatHappened() {
        TestServer house = house();
        Errors.check(make(house, "{'name':'<b>x</b>\\n','scopes':['read']}"), 400);
        Errors.check(make(house, "{'name':'x','scopes':['read']}", "Authorization", "Bearer wrong"), 401);
        JsonNode reader = made(house, "{'name':'reader','scopes':['read']}");
        Errors.check(make(house, "{'name':'x','scopes':['read']}", bearer(reader)), 403);
        JsonNode admin = made(house, "{'name':'root','scopes':['admin']}");
        assertThat(make(house, "{'name':'second','scopes':['admin']}", bearer(admin))
                        .status())
                .isEqualTo(200);
        revoke(house, reader);
        eventually(() -> Errors.check(revoke(house, reader), 404));
        eventually(() -> {
            JsonNode entries = house.admin("/admin/audit").json().path("entries");
            assertThat(Json.column(entries, "detail")).containsExactlyInAnyOrder("reader", "second", "root", "reader");
            JsonNode entry = entries.get(Json.column(entries, "detail").indexOf("second"));
            assertThat(entry.path("by").asString()).isEqualTo("root");
            assertThat(entry.path("via").asString()).isEqualTo("token");
            assertThat(entry.path("token").asString())
                    .isEqualTo(admin.path("id").asString());
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
    @DisplayName("several tokens with one name are told apart by their ids")
    void sameName() {
        TestServer house = house();
        JsonNode one = made(house, "{'name':'ci','scopes':['read']}");
        JsonNode two = made(house, "{'name':'ci','scopes':['read']}");
        revoke(house, one);
        assertThat(house.get("/admin/stats", bearer(two)).status()).isEqualTo(200);
        assertThat(one.path("id").asString()).isNotEqualTo(two.path("id").asString());
    }
}

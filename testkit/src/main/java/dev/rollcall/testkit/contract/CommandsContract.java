// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.command.JournalJson;
import dev.rollcall.testkit.FullJournal;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.OneProcess;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Announcing versions, and sending chosen tabs something. Rules of "Releases and commands". */
public abstract class CommandsContract extends HostContract {

    private static final String[] SECRET = {"Authorization", "Bearer " + Setup.SECRET};

    /** For hosts. */
    protected CommandsContract() {}

    private static Answer release(TestServer house, Object... pairs) {
        return house.post("/admin/releases", Json.object(pairs), SECRET);
    }

    private static Answer command(TestServer house, String json) {
        return house.post("/admin/commands", json.replace('\'', '"'), SECRET);
    }

    private static int matched(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("matched").asInt(-1);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("a release notifies every tab once, says which are outdated, and greets tabs that come later")
    void releaseIsTold(Transport transport) {
        TestServer house = house();
        Tab old = house.tab(transport, "?version=v1");
        WebSocketTab fresh = house.ws("?version=v3");
        Answer answer = release(house, "version", "v3");
        assertThat(matched(answer)).isEqualTo(1);
        assertThat(answer.json().path("previous").asString()).isEqualTo(Setup.CURRENT);
        JsonNode message = old.next();
        assertThat(Json.fields(message))
                .containsExactlyInAnyOrder("type", "version", "timestamp", "command", "outdated");
        assertThat(message.path("outdated").asBoolean(false)).isTrue();
        assertThat(message.path("version").asString()).isEqualTo("v3");
        assertThat(message.path("command").asString())
                .isEqualTo(answer.json().path("id").asString());
        List<JsonNode> toFresh = fresh.fence();
        assertThat(toFresh).hasSize(1);
        assertThat(toFresh.get(0).path("version").asString()).isEqualTo("v3");
        assertThat(toFresh.get(0).path("outdated").asBoolean(true)).isFalse();
        assertThat(house.get("/health").json().path("version").asString()).isEqualTo("v3");
        assertThat(house.stats().path("current").asString()).isEqualTo("v3");
        Answer again = release(house, "version", "v3");
        assertThat(again.json().path("unchanged").asBoolean(false)).isTrue();
        assertThat(matched(again)).isZero();
    }

    @OneProcess("each process has a journal of its own")
    @Test
    @DisplayName("a command that cannot be kept is refused with the reason, nobody is told, and tabs stay")
    void notKept() {
        FullJournal[] journal = new FullJournal[1];
        TestServer house = house(setup -> setup.core(builder -> builder.journal(
                timer -> {
                    journal[0] = new FullJournal(timer);
                    return journal[0];
                },
                JournalJson.INSTANCE)));
        List<Tab> tabs = Stream.of(Transport.values())
                .map(transport -> house.tab(transport, "?version=v1"))
                .toList();
        journal[0].full(true);
        for (Answer refused : List.of(
                release(house, "version", "v3"),
                command(house, "{'action':'reload','target':'all'}"),
                house.post("/admin/invalidate-route", "{\"route\":\"/\"}", SECRET))) {
            Errors.check(refused, 503);
            assertThat(refused.body()).contains("not kept: the disk is full");
            assertThat(refused.header("Retry-After")).isPresent();
        }
        assertThat(house.get("/health").json().path("journal").asString()).isEqualTo("failing");
        assertThat(house.get("/health").json().path("version").asString()).isEqualTo(Setup.CURRENT);
        journal[0].full(false);
        assertThat(matched(release(house, "version", "v4"))).isEqualTo(3);
        assertThat(house.get("/health").json().path("journal").asString()).isEqualTo("ok");
        for (Tab tab : tabs) {
            assertThat(tab.next().path("version").asString())
                    .as("the first it hears")
                    .isEqualTo("v4");
        }
    }

    @Test
    @DisplayName("a forced release reloads the others")
    void forcedRelease() {
        TestServer house = house();
        WebSocketTab old = house.ws("?version=v1");
        assertThat(matched(release(house, "version", "v3", "force", true))).isEqualTo(1);
        assertThat(old.next().path("force").asBoolean(false)).isTrue();
    }

    @Test
    @DisplayName("dryRun counts and does nothing")
    void dryRun() {
        TestServer house = house();
        WebSocketTab old = house.ws("?version=v1&route=/a");
        assertThat(matched(release(house, "version", "v3", "dryRun", true))).isEqualTo(1);
        assertThat(matched(command(house, "{'action':'reload','target':'all','dryRun':true}")))
                .isEqualTo(1);
        assertThat(matched(house.post("/admin/invalidate-route", Json.object("route", "/a", "dryRun", true), SECRET)))
                .isEqualTo(1);
        assertThat(old.fence()).isEmpty();
        assertThat(house.get("/health").json().path("version").asString()).isEqualTo(Setup.CURRENT);
        assertThat(house.admin("/admin/audit").json().path("entries")).isEmpty();
    }

    @Test
    @DisplayName("several fields together narrow a target")
    void targets() {
        TestServer house = house();
        house.former("v1");
        WebSocketTab cart = house.ws("?version=v1&route=/shop/cart");
        WebSocketTab shop = house.ws("?version=v2&route=/shop");
        String id = house.connections().path(0).path("id").asString();
        assertThat(matched(command(house, "{'action':'reload','target':{'route':'/shop','outdated':true}}")))
                .isEqualTo(1);
        assertThat(cart.next().path("force").asBoolean(false)).isTrue();
        assertThat(matched(command(house, "{'action':'reload','target':{'versions':['v1','v2'],'percent':100}}")))
                .isEqualTo(2);
        assertThat(matched(command(house, "{'action':'reload','target':{'ids':['" + id + "']}}")))
                .isEqualTo(1);
        assertThat(matched(command(house, "{'action':'reload','target':{'users':['ann']}}")))
                .isZero();
        assertThat(matched(command(house, "{'action':'announce','target':{'route':'/shop','match':'exact'}}")))
                .isEqualTo(1);
        List<JsonNode> heard = shop.fence();
        assertThat(heard).hasSize(2);
        assertThat(Json.fields(heard.get(1))).doesNotContain("force");
    }

    @Test
    @DisplayName("a message of the application reaches the target unchanged")
    void message() {
        TestServer house = house();
        WebSocketTab tab = house.ws("?route=/a");
        String json = "{'type':'sale','until':1.5,'items':['a',{'b':null}],'on':true}";
        assertThat(matched(command(house, "{'action':'message','target':{'route':'/a'},'message':" + json + "}")))
                .isEqualTo(1);
        assertThat(tab.next()).isEqualTo(Json.parse(json.replace('\'', '"')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'action':'reload'}",
                "{'action':'reload','target':{}}",
                "{'action':'reload','target':'everyone'}",
                "{'action':'reload','target':{'version':'v1'}}",
                "{'action':'reload','target':{'match':'exact'}}",
                "{'action':'reload','target':{'route':'('  ,'match':'regex'}}",
                "{'action':'reload','target':{'route':'/a','match':'like'}}",
                "{'action':'reload','target':{'versions':[]}}",
                "{'action':'reload','target':{'ids':[1]}}",
                "{'action':'reload','target':{'outdated':'yes'}}",
                "{'action':'reload','target':{'percent':0}}",
                "{'action':'reload','target':{'percent':1.5}}",
                "{'action':'reload','target':'all','spread':'5m'}",
                "{'action':'reload','target':'all','spread':-1}",
                "{'action':'reload','target':'all','spread':86401}",
                "{'action':'reload','target':'all','perSecond':0}",
                "{'action':'reload','target':'all','perSecond':1.5}",
                "{'action':'reload','target':'all','spread':60,'perSecond':10}",
                "{'action':'reload','target':'all','deadline':0}",
                "{'action':'reload','target':'all','deadline':'5m'}",
                "{'action':'reload','target':'all','stopWhen':{}}",
                "{'action':'reload','target':'all','stopWhen':{'lost':0}}",
                "{'action':'reload','target':'all','stopWhen':{'lost':5,'other':1}}",
                "{'action':'reload','target':'all','confirm':'all'}",
                "{'action':'reload','target':'all','confirm':-1}",
                "{'action':'announce','target':'all','spread':60}",
                "{'action':'abort','target':'all'}",
                "{'action':'reload','target':'all','dryrun':true}",
                "{'action':'reload','target':'all','dryRun':1}",
                "{'action':'reload','target':'all','message':{'type':'a'}}",
                "{'action':'restart','target':'all'}",
                "{'action':'message','target':'all'}",
                "{'action':'message','target':'all','message':{'type':'version','force':true}}",
                "{'action':'message','target':'all','message':{'type':'stats'}}",
                "{'action':'message','target':'all','message':{'type':''}}",
                "[]",
                "{"
            })
    @DisplayName("what is not understood is refused and reaches nobody, because it could mean more tabs than intended")
    void refused(String json) {
        TestServer house = house();
        WebSocketTab tab = house.ws("?route=/a");
        Errors.check(command(house, json), 400);
        assertThat(tab.fence()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"version\":\"\"}",
                "{\"version\":3}",
                "{\"version\":\"a\\nb\"}",
                "{\"version\":\"v3\",\"x\":1}"
            })
    @DisplayName("a release needs a valid version, and nothing unknown")
    void badRelease(String json) {
        TestServer house = house();
        Errors.check(house.post("/admin/releases", json, SECRET), 400);
        assertThat(house.get("/health").json().path("version").asString()).isEqualTo(Setup.CURRENT);
    }

    @Test
    @DisplayName("S2, S3: only a secret with the right to command can give commands")
    void secrets() {
        TestServer house = house(setup -> setup.options(options -> options.secrets(AdminSecrets.builder()
                .read("watch", "only-for-reading")
                .ci("ci", "for-builds-and-deploys")
                .build())));
        String release = Json.object("version", "v3");
        Errors.check(house.post("/admin/releases", release), 401);
        Errors.check(house.post("/admin/releases", release, "Authorization", "Bearer only-for-reading"), 403);
        Answer ci = house.post("/admin/releases", release, "Authorization", "Bearer for-builds-and-deploys");
        assertThat(ci.status()).isEqualTo(200);
    }

    @Test
    @DisplayName("S14: the audit list says who did what, when, to which tabs, and to how many")
    void audit() {
        TestServer house = house();
        long before = house.timer().millis();
        house.ws("?version=v1&route=/a");
        release(house, "version", "v3");
        command(house, "{'action':'reload','target':{'route':'/a','outdated':true}}");
        JsonNode entries = house.admin("/admin/audit").json().path("entries");
        assertThat(Json.column(entries, "action")).containsExactly("reload", "release");
        JsonNode reload = entries.path(0);
        assertThat(reload.path("by").asString()).isEqualTo("test");
        assertThat(reload.path("via").asString()).isEqualTo("secret");
        assertThat(reload.path("target").asString()).isEqualTo("routes beginning with /a, outdated");
        assertThat(reload.path("matched").asInt()).isEqualTo(1);
        assertThat(reload.path("at").asLong()).isGreaterThanOrEqualTo(before);
        assertThat(house.admin("/admin/audit?limit=1").json().path("entries")).hasSize(1);
        Errors.check(house.admin("/admin/audit?limit=0"), 400);
    }

    @Test
    @DisplayName("releases are listed with how many tabs are on each")
    void releases() {
        TestServer house = house();
        house.ws("?version=v1");
        house.ws("?version=v3");
        release(house, "version", "v3", "force", true);
        JsonNode list = house.admin("/admin/releases").json();
        assertThat(list.path("current").asString()).isEqualTo("v3");
        assertThat(Json.column(list.path("releases"), "version")).containsExactly("v3", Setup.CURRENT);
        JsonNode first = list.path("releases").path(0);
        assertThat(first.path("told").asInt()).isEqualTo(1);
        assertThat(first.path("tabs").asInt()).isEqualTo(1);
        assertThat(first.path("share").asDouble()).isEqualTo(50);
        assertThat(first.path("force").asBoolean(false)).isTrue();
    }
}

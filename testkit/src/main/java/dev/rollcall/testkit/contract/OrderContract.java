// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Which tabs are behind or ahead, and what each is told about it. Rules of "The order of versions". */
public abstract class OrderContract extends HostContract {

    private static final String[] SECRET = {"Authorization", "Bearer " + Setup.SECRET};

    /** For hosts. */
    protected OrderContract() {}

    private static JsonNode release(TestServer house, String version) {
        return house.post("/admin/releases", Json.object("version", version), SECRET)
                .json();
    }

    private static int outdated(TestServer house) {
        String body = "{\"action\":\"announce\",\"target\":{\"outdated\":true},\"dryRun\":true}";
        return house.post("/admin/commands", body, SECRET)
                .json()
                .path("matched")
                .asInt(-1);
    }

    private static boolean isOutdated(JsonNode message) {
        assertThat(message.path("outdated").isBoolean()).as("%s", message).isTrue();
        return message.path("outdated").asBoolean();
    }

    private static void shows(TestServer house, int outdated, int ahead, String... order) {
        TestServer.eventually(() -> {
            JsonNode stats = house.stats();
            assertThat(stats.path("outdated").asInt(-1)).isEqualTo(outdated);
            assertThat(stats.path("ahead").asInt(-1)).isEqualTo(ahead);
            assertThat(Json.texts(stats.path("order"))).containsExactly(order);
        });
    }

    /** Waits for the tabs to be counted: a tab gets its greeting a moment before. */
    private static void counts(TestServer house, int total) {
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isEqualTo(total));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("a tab on a new build before its announcement is not outdated, now or later, and is notified")
    void aheadOfTheAnnouncement(Transport transport) {
        TestServer house = house();
        Tab fresh = house.tab(transport, "?version=v3");
        Tab old = house.tab(transport, "?version=" + Setup.CURRENT);
        assertThat(isOutdated(fresh.connected())).isFalse();
        assertThat(isOutdated(old.connected())).isFalse();
        shows(house, 0, 1, Setup.CURRENT, "v3");
        assertThat(outdated(house)).isZero();

        counts(house, 2);
        assertThat(release(house, "v3").path("matched").asInt()).isEqualTo(1);
        JsonNode news = fresh.next("version");
        assertThat(news.path("version").asString()).isEqualTo("v3");
        assertThat(isOutdated(news)).isFalse();
        assertThat(news.has("force")).isFalse();
        assertThat(isOutdated(old.next("version"))).isTrue();
        shows(house, 1, 0, Setup.CURRENT, "v3");
        assertThat(isOutdated(house.tab(transport, "?version=v3").connected())).isFalse();
        assertThat(isOutdated(house.tab(transport, "?version=" + Setup.CURRENT).connected()))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName(
            "a rollback is recognised, and named in the answer, to the tabs, in the greeting, the list and the audit")
    void rollback(Transport transport) {
        TestServer house = house();
        Tab old = house.tab(transport, "?version=" + Setup.CURRENT);
        Tab fresh = house.tab(transport, "?version=v3");
        counts(house, 2);
        assertThat(release(house, "v3").has("rollback")).isFalse();
        assertThat(isOutdated(old.next("version"))).isTrue();
        assertThat(isOutdated(fresh.next("version"))).isFalse();

        JsonNode back = release(house, Setup.CURRENT);
        assertThat(back.path("rollback").asBoolean(false)).isTrue();
        JsonNode toOld = old.next("version");
        JsonNode toFresh = fresh.next("version");
        assertThat(isOutdated(toOld)).isFalse();
        assertThat(isOutdated(toFresh)).isTrue();
        assertThat(toOld.path("rollback").asBoolean(false)).isTrue();
        assertThat(toFresh.path("rollback").asBoolean(false)).isTrue();
        JsonNode greeting = house.tab(transport, "?version=v3").connected();
        assertThat(isOutdated(greeting)).isTrue();
        assertThat(greeting.path("rollback").asBoolean(false)).isTrue();
        JsonNode releases = house.admin("/admin/releases").json().path("releases");
        assertThat(releases.path(0).path("rollback").asBoolean(false)).isTrue();
        assertThat(releases.path(1).has("rollback")).isFalse();
        JsonNode entries = house.admin("/admin/audit").json().path("entries");
        assertThat(entries.path(0).path("rollback").asBoolean(false)).isTrue();
        assertThat(entries.path(1).has("rollback")).isFalse();
    }

    @Test
    @DisplayName(
            "what is seen after an announcement is ahead; the next announcement puts it behind, unless it is its own")
    void aheadUntilTheNext() {
        TestServer house = house();
        release(house, "v3");
        WebSocketTab early = house.ws("?version=canary");
        assertThat(isOutdated(early.connected())).isFalse();
        house.ws("?version=v2");
        shows(house, 1, 1, "v2", "v3", "canary");
        release(house, "v4");
        assertThat(isOutdated(early.next("version"))).isTrue();
        shows(house, 2, 0, "v2", "canary", "v4");
        assertThat(outdated(house)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("after a deploy that restarted the server, the tabs that were open before are behind")
    void openBeforeTheRestart(Transport transport) {
        TestServer before = house();
        String resume = before.tab(transport, "?version=v1").connectionId();
        TestServer house = house();
        Tab returned = house.tab(transport, "?version=v1&resume=" + resume);
        assertThat(isOutdated(returned.connected())).isTrue();
        shows(house, 1, 0, "v1", Setup.CURRENT);
        String own = house.ws("?version=v3").connectionId();
        assertThat(isOutdated(house.tab(transport, "?version=v3&resume=" + own).connected()))
                .as("a tab that only reconnects")
                .isFalse();
    }

    @Test
    @DisplayName("a forced release reloads the tabs that are behind, and no others")
    void forceReachesThoseBehind() {
        TestServer house = house();
        WebSocketTab fresh = house.ws("?version=v3");
        WebSocketTab old = house.ws("");
        counts(house, 2);
        house.post("/admin/releases", Json.object("version", "v3", "force", true), SECRET);
        assertThat(old.next().path("force").asBoolean(false)).isTrue();
        assertThat(fresh.next().has("force")).isFalse();
        WebSocketTab ahead = house.ws("?version=v4");
        counts(house, 3);
        house.post("/admin/releases", Json.object("version", "v3", "force", true), SECRET);
        assertThat(old.next().path("force").asBoolean(false)).isTrue();
        assertThat(fresh.fence()).isEmpty();
        assertThat(ahead.fence()).isEmpty();
    }

    @Test
    @DisplayName("a dry run of a release counts the tabs that it would put behind, and says whether it is a rollback")
    void dryRun() {
        TestServer house = house();
        house.ws("");
        house.ws("?version=v3");
        house.ws("?version=v4");
        counts(house, 3);
        JsonNode next = dryRun(house, "v3");
        assertThat(next.path("matched").asInt()).isEqualTo(2);
        assertThat(next.has("rollback")).isFalse();
        release(house, "v3");
        assertThat(dryRun(house, Setup.CURRENT).path("rollback").asBoolean(false))
                .isTrue();
    }

    private static JsonNode dryRun(TestServer house, String version) {
        String body = Json.object("version", version, "dryRun", true);
        return house.post("/admin/releases", body, SECRET).json();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.PollingTab;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Waves, receipts and gates. Rules of "Waves and receipts" and "The gate". */
public abstract class ReceiptsContract extends HostContract {

    private static final String[] SECRET = {"Authorization", "Bearer " + Setup.SECRET};

    /** For hosts. */
    protected ReceiptsContract() {}

    private static Answer command(TestServer house, String json) {
        return house.post("/admin/commands", json.replace('\'', '"'), SECRET);
    }

    private static Answer delete(TestServer house, String path) {
        return house.http().send("DELETE", house.path(path), BodyPublishers.noBody(), SECRET);
    }

    private static String given(TestServer house, String json) {
        Answer answer = command(house, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("id").asString();
    }

    private static Map<String, Integer> places(TestServer house, String id) {
        JsonNode receipt = house.admin("/admin/commands/" + id).json();
        Map<String, Integer> some = new TreeMap<>();
        int[] sum = {0};
        receipt.path("funnel").properties().forEach(place -> {
            sum[0] += place.getValue().asInt();
            if (place.getValue().asInt() > 0) {
                some.put(place.getKey(), place.getValue().asInt());
            }
        });
        assertThat(sum[0]).isEqualTo(receipt.path("matched").asInt(-1));
        return some;
    }

    private static void becomes(TestServer house, String id, Map<String, Integer> expected) {
        TestServer.eventually(() -> {
            house.advance(Duration.ofMillis(200));
            assertThat(places(house, id)).isEqualTo(new TreeMap<>(expected));
        });
    }

    private static void ack(TestServer house, Tab tab, String id, String state) {
        String json = Json.object("type", "ack", "command", id, "state", state);
        if (tab instanceof WebSocketTab socket) {
            socket.send(json);
            return;
        }
        String body = Json.object("connectionId", tab.connectionId(), "command", id, "state", state);
        assertThat(house.post("/ack", body).status()).isEqualTo(200);
    }

    private static void leave(TestServer house, Tab tab) {
        assertThat(house.post("/leave", Json.object("connectionId", tab.connectionId()))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("a tab reports its progress with a command, and is in one place at a time until it is back")
    void journey(Transport transport) {
        TestServer house = house();
        house.former("v1");
        Tab tab = house.tab(transport, "?version=v1&age=60000");
        String id = given(house, "{'action':'reload','target':'all','deadline':300}");
        JsonNode told = tab.next("version");
        assertThat(told.path("force").asBoolean(false)).isTrue();
        assertThat(told.path("deadline").asLong())
                .isEqualTo(told.path("timestamp").asLong() + 300_000);
        becomes(house, id, Map.of("delivered", 1));
        ack(house, tab, id, "received");
        ack(house, tab, id, "deferred");
        becomes(house, id, Map.of("deferred", 1));
        ack(house, tab, id, "reloading");
        becomes(house, id, Map.of("reloading", 1));
        leave(house, tab);
        house.tab(transport, "?version=v2&age=100&command=" + id + "&resume=" + tab.connectionId());
        becomes(house, id, Map.of("returned", 1));
        TestServer.eventually(() -> {
            house.advance(Duration.ofMillis(200));
            assertThat(house.admin("/admin/commands/" + id).json().path("state").asString())
                    .isEqualTo("done");
        });
        JsonNode receipt = house.admin("/admin/commands/" + id).json();
        assertThat(receipt.path("versions").path("v2").asInt()).isEqualTo(1);
        assertThat(house.admin("/admin/commands")
                        .json()
                        .path("commands")
                        .get(0)
                        .path("id")
                        .asString())
                .isEqualTo(id);
    }

    @Test
    @DisplayName("a polling tab is back when its page says which command reloaded it, although its lease continues")
    void leaseGoesOn() {
        TestServer house = house();
        PollingTab tab = house.poll("?version=v2&age=60000");
        String id = given(house, "{'action':'reload','target':'all'}");
        assertThat(tab.next("version").path("command").asString()).isEqualTo(id);
        tab.load("?version=v2&age=50&command=" + id);
        becomes(house, id, Map.of("returned", 1));
    }

    @Test
    @DisplayName("a page that is still an old build after its reload is unchanged")
    void unchanged() {
        TestServer house = house();
        house.former("v1");
        WebSocketTab tab = house.ws("?version=v1&age=60000");
        String id = given(house, "{'action':'reload','target':{'outdated':true}}");
        tab.next("version");
        leave(house, tab);
        house.ws("?version=v1&age=50&unchanged=service-worker&command=" + id + "&resume=" + tab.connectionId());
        becomes(house, id, Map.of("unchanged", 1));
    }

    @Test
    @DisplayName("a spread tells every tab once, at its own moment, and an abort lets off the rest")
    void wave() {
        TestServer house = house();
        List<WebSocketTab> tabs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            tabs.add(house.ws("?version=v2&age=60000"));
        }
        String id = given(house, "{'action':'reload','target':'all','spread':60}");
        TestServer.eventually(() -> {
            house.advance(Duration.ofMillis(500));
            assertThat(places(house, id).getOrDefault("waiting", 0)).isBetween(1, 11);
        });
        Answer aborted = delete(house, "/admin/commands/" + id + "?reason=broken");
        assertThat(aborted.status()).as(aborted.body()).isEqualTo(200);
        int letOff = aborted.json().path("letOff").asInt(-1);
        assertThat(aborted.json().path("state").asString()).isEqualTo("aborted");
        house.advance(Duration.ofSeconds(10));
        int told = 0;
        for (WebSocketTab tab : tabs) {
            List<JsonNode> messages = tab.fence();
            assertThat(messages).hasSizeLessThan(2);
            told += messages.size();
        }
        assertThat(told).isEqualTo(12 - letOff);
        TestServer.eventually(() -> {
            house.advance(Duration.ofMillis(200));
            assertThat(places(house, id)).containsEntry("aborted", letOff);
        });
        JsonNode receipt = house.admin("/admin/commands/" + id).json();
        assertThat(receipt.path("state").asString()).isEqualTo("aborted");
        assertThat(receipt.path("reason").asString()).isEqualTo("broken");
        Answer again = delete(house, "/admin/commands/" + id);
        assertThat(again.json().path("unchanged").asBoolean(false)).isTrue();
    }

    @Test
    @DisplayName("unknown or forbidden requests are refused")
    void refused() {
        TestServer house = house();
        Errors.check(house.admin("/admin/commands/none"), 404);
        Errors.check(house.get("/admin/commands/none"), 401);
        Errors.check(delete(house, "/admin/commands/none"), 404);
        Errors.check(house.post("/ack", "{\"connectionId\":\"a.b\",\"command\":\"k\",\"state\":\"received\"}"), 404);
        Errors.check(house.post("/ack", Json.object("connectionId", house.ws("").connectionId())), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?percent=95",
                "?version=",
                "?version=v2&percent=0",
                "?version=v2&percent=101",
                "?version=v2&timeout=0",
                "?version=v2&timeout=3601",
                "?version=v2&tabs=3"
            })
    @DisplayName("a gate that is not understood is refused")
    void gateRefused(String query) {
        Errors.check(house().admin("/admin/gate" + query), 400);
    }

    @Test
    @DisplayName("a gate answers at once if its condition holds, later when it comes to hold, and 504 when time is up")
    void gate() {
        TestServer house = house();
        house.former("v1");
        WebSocketTab old = house.ws("?version=v1");
        WebSocketTab current = house.ws("?version=v2");
        Answer half = house.admin("/admin/gate?version=v2&percent=50");
        assertThat(half.status()).as(half.body()).isEqualTo(200);
        assertThat(half.json().path("share").asDouble()).isEqualTo(50.0);
        Answer late = waitsAt(house, "/admin/gate?version=v2&percent=95&timeout=3", old, current);
        assertThat(late.status()).isEqualTo(504);
        assertThat(late.json().path("tabs").asInt()).isEqualTo(1);
        assertThat(late.json().path("total").asInt()).isEqualTo(2);
        Answer again = waitsAt(house, "/admin/gate?gone=v1&timeout=600", old, current);
        assertThat(again.status()).isEqualTo(503);
        assertThat(again.header("Retry-After")).hasValue("1");
        assertThat(again.json().path("left").asInt()).isEqualTo(1);
        CompletableFuture<Answer> waiting = asks(house, "/admin/gate?gone=v1&version=v2&timeout=20");
        house.advance(Duration.ofMillis(500));
        old.close();
        TestServer.eventually(() -> assertThat(house.isOpen(old.id())).isFalse());
        Answer gone = waits(house, waiting, current);
        assertThat(gone.status()).as(gone.body()).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "a caller that follows receipts is answered when one has changed, or after 20 seconds with the same revision")
    void followed() {
        TestServer house = house();
        WebSocketTab tab = house.ws("?version=v2&age=60000");
        String id = given(house, "{'action':'reload','target':'all'}");
        tab.next("version");
        becomes(house, id, Map.of("delivered", 1));
        for (String path : List.of("/admin/commands", "/admin/commands/" + id)) {
            String seen = house.admin(path).json().path("revision").asString();
            Answer same = waitsAt(house, path + "?seen=" + seen, tab);
            assertThat(same.json().path("revision").asString()).isEqualTo(seen);
        }
        String seen = house.admin("/admin/commands").json().path("revision").asString();
        CompletableFuture<Answer> waiting = asks(house, "/admin/commands?seen=" + seen);
        house.advance(Duration.ofMillis(500));
        ack(house, tab, id, "deferred");
        Answer changed = waits(house, waiting, tab);
        assertThat(changed.json().path("revision").asString()).isNotEqualTo(seen);
        assertThat(changed.json().at("/commands/0/funnel/deferred").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?seen=", "?sen=1", "?seen=%C3"})
    @DisplayName("a query for receipts that is not understood is refused")
    void followedWrongly(String query) {
        TestServer house = house();
        house.ws("?version=v2");
        String id = given(house, "{'action':'reload','target':'all'}");
        Errors.check(house.admin("/admin/commands" + query), 400);
        Errors.check(house.admin("/admin/commands/" + id + query), 400);
    }

    private static Answer waitsAt(TestServer house, String path, WebSocketTab... open) {
        return waits(house, asks(house, path), open);
    }

    private static CompletableFuture<Answer> asks(TestServer house, String path) {
        return CompletableFuture.supplyAsync(() -> house.get(path, SECRET));
    }

    /**
     * Waits for an answer that is held back, while time passes. It passes no faster than these tabs answer pings, or
     * they would be taken for lost on a busy machine.
     */
    private static Answer waits(TestServer house, CompletableFuture<Answer> answer, WebSocketTab... open) {
        TestServer.eventually(() -> {
            for (WebSocketTab tab : open) {
                tab.fence();
            }
            house.advance(Duration.ofMillis(500));
            assertThat(answer).isDone();
        });
        return answer.join();
    }

    @Test
    @DisplayName("a gate at a command that was aborted fails at once, with the reason")
    void gateOfAnAbortedCommand() {
        TestServer house = house();
        house.ws("?version=v2&age=60000");
        String id = given(house, "{'action':'reload','target':'all','spread':600}");
        delete(house, "/admin/commands/" + id + "?reason=broken");
        TestServer.eventually(() -> {
            house.advance(Duration.ofMillis(200));
            Answer answer = house.get("/admin/gate?timeout=1&command=" + id, SECRET);
            assertThat(answer.status()).as(answer.body()).isEqualTo(409);
            assertThat(answer.json().path("error").asString()).contains("broken");
        });
        Errors.check(house.admin("/admin/gate?command=none"), 404);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.stats.StatsSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Stats for subscribers that asked for deltas. */
public abstract class DeltasContract extends HostContract {

    /** For hosts. */
    protected DeltasContract() {}

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("a first stats with seq, then only what changed, seq counting up by one")
    void deltas(Transport transport) {
        TestServer house = house(Setup::open);
        Tab admin = house.tab(transport, "?route=/admin");
        admin.subscribeDelta();
        JsonNode first = admin.next("stats");
        long seq = first.path("seq").asLong(-1);
        assertThat(seq).isPositive();
        assertThat(first.path("yourId").asString()).isEqualTo(admin.id());
        house.tick();
        WebSocketTab tab = house.ws("?version=v9&route=/new");
        JsonNode opened = admin.next("stats-delta");
        assertThat(opened.path("seq").asLong()).isEqualTo(seq + 1);
        assertThat(opened.path("total").asInt()).isEqualTo(2);
        assertThat(Json.counts(opened.path("versions"))).isEqualTo(Map.of("v9", 1));
        assertThat(Json.counts(opened.path("routes"))).isEqualTo(Map.of("/new", 1));
        assertThat(Json.column(opened.path("connections").path("added"), "id")).containsExactly(tab.id());
        assertThat(opened.path("connections").path("changed").size()).isZero();
        assertThat(opened.path("connections").path("removed").size()).isZero();
    }

    @Test
    @DisplayName("a route change is in changed; counts that fell to nothing are 0; a closed tab is in removed")
    void changedAndRemoved() {
        TestServer house = house(Setup::open);
        WebSocketTab tab = house.ws("?version=v9&route=/a");
        WebSocketTab admin = following(house);
        tab.route("/b");
        tab.fence();
        house.tick();
        JsonNode moved = admin.next("stats-delta");
        assertThat(Json.counts(moved.path("routes"))).isEqualTo(Map.of("/a", 0, "/b", 1));
        assertThat(Json.column(moved.path("connections").path("changed"), "route"))
                .containsExactly("/b");
        tab.leave();
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isEqualTo(1));
        house.tick();
        JsonNode gone = admin.next("stats-delta");
        assertThat(gone.path("total").asInt()).isEqualTo(1);
        assertThat(Json.counts(gone.path("versions"))).isEqualTo(Map.of("v9", 0));
        assertThat(gone.path("connections").path("removed").valueStream().map(JsonNode::asString))
                .containsExactly(tab.id());
    }

    @Test
    @DisplayName("deltas applied one after the other give the same picture as a whole snapshot")
    void sameAsWhole() {
        TestServer house = house(setup -> setup.open().set(StatsSettings.STATS_CONNECTIONS, 4));
        WebSocketTab admin = house.ws("?route=/admin");
        admin.subscribeDelta();
        Picture picture = new Picture(admin.next("stats"));
        List<WebSocketTab> tabs = new java.util.ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            act(house, tabs, random);
            house.tick();
            admin.fence().forEach(picture::apply);
        }
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isEqualTo(tabs.size() + 1));
        house.tick();
        admin.fence().forEach(picture::apply);
        picture.assertSame(house.stats());
    }

    @Test
    @DisplayName("a gap is mended by a new whole snapshot")
    void gap() {
        TestServer house = house(Setup::open);
        Tab admin = house.poll(""); // deltas pile up while it does not poll, and only one may wait
        admin.subscribeDelta();
        Picture picture = new Picture(admin.next("stats"));
        for (int i = 0; i < 5; i++) {
            house.ws("?route=/r" + i);
            house.tick();
        }
        admin.drain().forEach(picture::applyIfNext);
        house.tick();
        TestServer.eventually(() -> {
            admin.drain().forEach(picture::applyIfNext);
            picture.assertSame(house.stats());
        });
    }

    private static void act(TestServer house, List<WebSocketTab> tabs, Random random) {
        int what = random.nextInt(3);
        if (what == 0 || tabs.isEmpty()) {
            tabs.add(house.ws("?version=v" + random.nextInt(3) + "&route=/r" + random.nextInt(4)));
        } else if (what == 1) {
            WebSocketTab tab = tabs.get(random.nextInt(tabs.size()));
            tab.route("/r" + random.nextInt(4));
            tab.fence();
        } else {
            tabs.remove(random.nextInt(tabs.size())).leave();
        }
    }

    private static WebSocketTab following(TestServer house) {
        WebSocketTab admin = house.ws("?route=/admin");
        admin.subscribeDelta();
        admin.next("stats");
        house.tick();
        admin.fence();
        return admin;
    }

    /** What a dashboard would keep: a snapshot and all deltas applied to it since. */
    private static final class Picture {
        private long seq;
        private int total;
        private final Map<String, Integer> versions = new LinkedHashMap<>();
        private final Map<String, Integer> routes = new LinkedHashMap<>();
        private final Map<String, String> connections = new LinkedHashMap<>();

        Picture(JsonNode stats) {
            apply(stats);
        }

        /** Like {@link #apply}, but ignores a delta that does not follow, as a client must. */
        void applyIfNext(JsonNode message) {
            if (message.path("type").asString().equals("stats")
                    || message.path("seq").asLong() == seq + 1) {
                apply(message);
            }
        }

        void apply(JsonNode message) {
            boolean whole = message.path("type").asString().equals("stats");
            if (whole) {
                versions.clear();
                routes.clear();
                connections.clear();
                add(message.path("connections"));
            } else {
                assertThat(message.path("seq").asLong()).as("seq").isEqualTo(seq + 1);
                JsonNode changes = message.path("connections");
                changes.path("removed").forEach(id -> connections.remove(id.asString()));
                add(changes.path("changed"));
                add(changes.path("added"));
            }
            seq = message.path("seq").asLong();
            total = message.path("total").asInt();
            merge(versions, message.path("versions"));
            merge(routes, message.path("routes"));
        }

        void assertSame(JsonNode stats) {
            assertThat(total).isEqualTo(stats.path("total").asInt());
            assertThat(versions).isEqualTo(Json.counts(stats.path("versions")));
            assertThat(routes).isEqualTo(Json.counts(stats.path("routes")));
            assertThat(connections.keySet()).containsExactlyElementsOf(Json.column(stats.path("connections"), "id"));
            assertThat(connections.values()).containsExactlyElementsOf(Json.column(stats.path("connections"), "route"));
        }

        private void add(JsonNode list) {
            list.forEach(connection -> connections.put(
                    connection.path("id").asString(), connection.path("route").asString()));
        }

        private static void merge(Map<String, Integer> counts, JsonNode changes) {
            counts.putAll(Json.counts(changes));
            counts.values().removeIf(count -> count == 0);
        }
    }
}

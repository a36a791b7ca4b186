// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.stats.Stats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node leaves, and its tabs go to others: they are counted once, all the time. */
@Timeout(60)
class MovingTest {

    private static final int TABS = 30;

    private final ServedFleet served = new ServedFleet();
    private final Fleet fleet = served.fleet;

    @AfterEach
    void close() {
        served.close();
    }

    private List<String> polling(int node) {
        List<String> tabs = new ArrayList<>();
        for (int i = 0; i < TABS; i++) {
            tabs.add(served.poll(node, "version=v" + i % 2 + "&route=/p" + i % 3));
        }
        return tabs;
    }

    private Stats look(int node) {
        fleet.pass(Duration.ofSeconds(1));
        var stats =
                fleet.nodes.get(node).rollcall.internals().snapshots().readAll().toCompletableFuture();
        fleet.eventually(stats::isDone);
        return stats.join();
    }

    private void allAreCounted(int moving) {
        for (int node = 1; node < 3; node++) {
            Stats stats = look(node);
            assertThat(stats.total()).isEqualTo(TABS);
            assertThat(stats.versions()).isEqualTo(Map.of("v0", 15, "v1", 15));
            assertThat(stats.routes()).isEqualTo(Map.of("/p0", 10, "/p1", 10, "/p2", 10));
            assertThat(stats.coverage().moving()).isEqualTo(moving);
        }
    }

    @Test
    @DisplayName("while tabs move from a leaving node, the totals neither dip nor double")
    void moves() {
        served.start(3);
        List<String> tabs = polling(0);
        allAreCounted(0);
        served.protocols.get(0).drain(Duration.ofSeconds(20));
        allAreCounted(0);
        tabs.replaceAll(tab -> served.poll(0, "resume=" + tab));
        allAreCounted(TABS);
        for (int i = 0; i < TABS / 2; i++) {
            served.poll(1 + i % 2, "version=v" + i % 2 + "&route=/p" + i % 3 + "&resume=" + tabs.get(i));
        }
        allAreCounted(TABS / 2);
        fleet.nodes.get(0).rollcall.close();
        allAreCounted(TABS / 2);
        for (int i = TABS / 2; i < TABS; i++) {
            served.poll(1 + i % 2, "version=v" + i % 2 + "&route=/p" + i % 3 + "&resume=" + tabs.get(i));
        }
        allAreCounted(0);
        fleet.pass(Duration.ofSeconds(31));
        assertThat(look(1).coverage().moving()).isZero();
    }

    @Test
    @DisplayName("moving tabs that arrive nowhere are counted for half a minute")
    void comeNowhere() {
        served.start(3);
        polling(0).forEach(tab -> {});
        allAreCounted(0);
        List<String> tabs = polling(0);
        assertThat(look(1).total()).isEqualTo(2 * TABS);
        served.protocols.get(0).drain(Duration.ofSeconds(20));
        tabs.forEach(tab -> served.poll(0, "resume=" + tab));
        fleet.nodes.get(0).rollcall.close();
        assertThat(look(1).total()).isEqualTo(TABS);
        fleet.pass(Duration.ofSeconds(31));
        assertThat(look(1).total()).isZero();
    }

    @Test
    @DisplayName("a node that is cut off counts its own tabs, and none that are on their way")
    void cutOff() {
        served.start(3);
        List<String> tabs = polling(0);
        allAreCounted(0);
        served.protocols.get(0).drain(Duration.ofSeconds(20));
        tabs.forEach(tab -> served.poll(0, "resume=" + tab));
        allAreCounted(TABS);
        fleet.network.cut(fleet.nodes.get(1).backplane);
        fleet.pass(Duration.ofSeconds(12));
        assertThat(look(1).total()).isZero();
        assertThat(look(2).total()).isEqualTo(TABS);
    }

    @Test
    @DisplayName("a tab that changes to another node while nobody leaves is counted once")
    void nobodyLeaves() {
        served.start(3);
        List<String> tabs = polling(0);
        fleet.network.cut(fleet.nodes.get(0).backplane);
        fleet.pass(Duration.ofSeconds(12));
        tabs.forEach(tab -> served.poll(1, "version=v0&route=/&resume=" + tab));
        Stats stats = look(2);
        assertThat(stats.total()).isEqualTo(TABS);
        assertThat(stats.coverage().moving()).isZero();
    }
}

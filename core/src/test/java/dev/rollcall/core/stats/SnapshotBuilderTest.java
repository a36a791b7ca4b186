// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.cluster.AloneCluster;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.counts.NodeCounts;
import dev.rollcall.core.counts.Ranking;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.setting.SettingValues;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotBuilderTest {

    private final ManualClock clock = new ManualClock();
    private final Hub hub = new Hub(clock, NodeId.random(), true);

    @Test
    void anEmptyHubIsAllOnTheVersionInForce() {
        Stats stats = reader(SettingValues.none()).read();
        assertThat(stats.total()).isZero();
        assertThat(stats.percentCurrent()).isEqualTo(100);
        assertThat(stats.versions()).isEmpty();
        assertThat(stats.connections()).isEmpty();
        assertThat(stats.connectionsLeftOut()).isZero();
        assertThat(stats.routesLeftOut()).isZero();
    }

    @Test
    void showsAllWhenItIsLittle() {
        hub.open(new Admission(Transport.WEBSOCKET, "v1", "/a", "192.0.2.1", "ann"), any -> new FakeTab());
        FakeTab.any(hub, "v2", "/b");
        Stats stats = reader(SettingValues.none()).read();
        assertThat(stats.total()).isEqualTo(2);
        assertThat(stats.current()).isEqualTo("v2");
        assertThat(stats.onCurrent()).isEqualTo(1);
        assertThat(stats.outdated()).isEqualTo(1);
        assertThat(stats.percentCurrent()).isEqualTo(50);
        assertThat(stats.versions()).isEqualTo(Map.of("v1", 1, "v2", 1));
        assertThat(stats.routes()).isEqualTo(Map.of("/a", 1, "/b", 1));
        ConnectionInfo first = stats.connections().get(0);
        assertThat(first.ip()).isEqualTo("192.0.2.1");
        assertThat(first.user()).isEqualTo("ann");
        assertThat(first.transport()).isEqualTo(Transport.WEBSOCKET);
        assertThat(first.since()).isEqualTo(clock.millis());
        assertThat(first.toString()).doesNotContain("192.0.2.1", "ann");
    }

    @Test
    void saysHowMuchIsLeftOut() {
        for (int i = 0; i < 9; i++) {
            FakeTab.any(hub, "v" + i % 3, "/" + i % 6);
        }
        Stats stats = reader(SettingValues.none()
                        .with(StatsSettings.STATS_CONNECTIONS, 4)
                        .with(StatsSettings.STATS_ROUTES, 2)
                        .with(StatsSettings.MAX_VERSIONS, 2)
                        .with(StatsSettings.MAX_ROUTES, 4))
                .read();
        assertThat(stats.total()).isEqualTo(9);
        assertThat(stats.connections()).extracting(ConnectionInfo::route).containsExactly("/0", "/1", "/2", "/3");
        assertThat(stats.connectionsLeftOut()).isEqualTo(5);
        assertThat(stats.versions()).containsExactly(Map.entry("v0", 3), Map.entry("v1", 3), Map.entry("v2", 3));
        assertThat(stats.routes()).containsExactly(Map.entry("/0", 2), Map.entry("/1", 2), Map.entry(Ranking.OTHER, 2));
        assertThat(stats.routesLeftOut()).isEqualTo(2);
    }

    @Test
    void mayShowNothingButTotals() {
        FakeTab.any(hub, "v1", "/a");
        Stats stats = reader(SettingValues.none()
                        .with(StatsSettings.STATS_CONNECTIONS, 0)
                        .with(StatsSettings.STATS_ROUTES, 0))
                .read();
        assertThat(stats.total()).isEqualTo(1);
        assertThat(stats.connections()).isEmpty();
        assertThat(stats.routes()).isEmpty();
        assertThat(stats.connectionsLeftOut()).isEqualTo(1);
        assertThat(stats.routesLeftOut()).isEqualTo(1);
    }

    private SnapshotBuilder reader(SettingValues limits) {
        return new SnapshotBuilder(
                new AloneCluster(hub.node(), new NodeCounts(hub), clock), hub, () -> "v2", StatsLimits.of(limits));
    }
}

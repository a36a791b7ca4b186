// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.cluster.AloneCluster;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.counts.NodeCounts;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.setting.SettingValues;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StatsDeltaTest {

    private static final StatsLimits LIMITS = StatsLimits.of(
            SettingValues.none().with(StatsSettings.STATS_CONNECTIONS, 4).with(StatsSettings.STATS_ROUTES, 3));

    private final ManualClock clock = new ManualClock();
    private final Hub hub = new Hub(clock, NodeId.random(), true);
    private final SnapshotBuilder reader =
            new SnapshotBuilder(new AloneCluster(hub.node(), new NodeCounts(hub), clock), hub, () -> "v1", LIMITS);

    @Test
    void saysWhatCameWhatWentAndWhatMoved() {
        Connection leaves = FakeTab.any(hub, "v1", "/a");
        Connection moves = FakeTab.any(hub, "v1", "/a");
        Stats before = reader.read();
        hub.close(leaves, Disconnect.CLIENT_LEFT);
        hub.route(moves, "/b");
        Connection comes = FakeTab.any(hub, "v2", "/c");
        StatsDelta delta = new StatsDelta(before, reader.read(), 7);
        assertThat(delta.seq()).isEqualTo(7);
        assertThat(delta.removed()).containsExactly(leaves.id());
        assertThat(delta.changed()).containsExactly(ConnectionInfo.of(moves));
        assertThat(delta.added()).containsExactly(ConnectionInfo.of(comes));
        assertThat(delta.routes()).containsEntry("/a", 0).containsEntry("/b", 1).containsEntry("/c", 1);
        assertThat(delta.versions()).containsEntry("v1", 1).containsEntry("v2", 1);
        assertThat(delta.isEmpty(before)).isFalse();
    }

    @Test
    void isEmptyWhenEverythingIsAsItWas() {
        Connection tab = FakeTab.any(hub, "v1", "/a");
        Stats before = reader.read();
        hub.route(tab, "/b");
        hub.route(tab, "/a");
        assertThat(new StatsDelta(before, reader.read(), 1).isEmpty(before)).isTrue();
    }

    /** A step of 0 to 4 opens, 5 to 8 moves, over 8 closes. */
    @Property
    void whoAppliesItToTheEarlierSnapshotHasTheLater(
            @ForAll @Size(max = 25) List<@IntRange(min = 0, max = 12) Integer> first,
            @ForAll @Size(max = 25) List<@IntRange(min = 0, max = 12) Integer> then) {
        Hub own = new Hub(new ManualClock(), NodeId.random(), true);
        SnapshotBuilder ownReader =
                new SnapshotBuilder(new AloneCluster(own.node(), new NodeCounts(own), clock), own, () -> "v1", LIMITS);
        List<Connection> here = new ArrayList<>();
        first.forEach(step -> act(own, here, step));
        Stats before = ownReader.read();
        then.forEach(step -> act(own, here, step));
        Stats after = ownReader.read();
        StatsDelta delta = new StatsDelta(before, after, 1);
        assertThat(Client.apply(before, delta)).isEqualTo(after);
        assertThat(delta.isEmpty(before)).isEqualTo(before.equals(after));
        assertThat(after.versions().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(after.total());
    }

    /** Returns lists whose members come and go anywhere, as with several nodes that are slow to report. */
    @Property
    void listsOfSeveralNodesFollowEachOtherInWhateverOrder(
            @ForAll @Size(max = 8) List<@IntRange(min = 0, max = 9) Integer> first,
            @ForAll @Size(max = 8) List<@IntRange(min = 0, max = 9) Integer> then) {
        Stats before = listing(first, "/a");
        Stats after = listing(then, "/b");
        StatsDelta delta = new StatsDelta(before, after, 1);
        assertThat(Client.apply(before, delta)).isEqualTo(after);
    }

    /** Some have other routes later. */
    private Stats listing(List<Integer> ids, String route) {
        Stats any = reader.read();
        List<ConnectionInfo> connections = ids.stream()
                .distinct()
                .map(id ->
                        new ConnectionInfo("id" + id, "v1", id % 2 == 0 ? "/" : route, null, null, Transport.SSE, id))
                .toList();
        return new Stats(
                connections.size(),
                any.current(),
                any.versions(),
                any.routes(),
                any.transports(),
                connections,
                0,
                0,
                0,
                any.order(),
                0,
                List.of(),
                any.coverage());
    }

    private static void act(Hub hub, List<Connection> here, int step) {
        if (step < 5 || here.isEmpty()) {
            here.add(FakeTab.any(hub, "v" + step, "/" + step));
        } else if (step < 9) {
            hub.route(here.get(step % here.size()), "/moved" + (step + here.size()) % 6);
        } else {
            hub.close(here.remove(step % here.size()), Disconnect.CLIENT_LEFT);
        }
    }
}

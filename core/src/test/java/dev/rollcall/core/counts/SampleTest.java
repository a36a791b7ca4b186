// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.counts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.node.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SampleTest {

    private static final int LISTED = 4;

    private static Sample sample(String node, boolean more, long... since) {
        List<ConnectionInfo> connections = LongStream.of(since)
                .mapToObj(at -> new ConnectionInfo(node + at, "v1", "/", null, null, Transport.SSE, at))
                .toList();
        return new Sample(connections, List.of(), more);
    }

    private static List<String> merged(int most, Sample... samples) {
        return Sample.merge(List.of(samples), most).stream()
                .map(ConnectionInfo::id)
                .toList();
    }

    @Test
    @DisplayName("the lists of several nodes are one, in order of arrival, whichever node makes it")
    void inOrder() {
        Sample a = sample("a", false, 1, 4, 5);
        Sample b = sample("b", false, 2, 4, 9);
        assertThat(merged(10, a, b)).containsExactly("a1", "b2", "a4", "b4", "a5", "b9");
        assertThat(merged(10, b, a)).isEqualTo(merged(10, a, b));
        assertThat(merged(3, a, b)).containsExactly("a1", "b2", "a4");
        assertThat(merged(0, a, b)).isEmpty();
    }

    @Test
    @DisplayName("the list ends where a node has more than it has sent; a node that sends nothing shortens nothing")
    void ends() {
        assertThat(merged(10, sample("a", true, 1, 4), sample("b", false, 2, 5)))
                .containsExactly("a1", "b2", "a4");
        assertThat(merged(10, sample("a", true), sample("b", false, 2))).containsExactly("b2");
    }

    @Test
    @DisplayName("a node sends as many as fit, however long their texts are")
    void bounded() {
        Hub hub = new Hub(new ManualClock(), NodeId.random(), true);
        for (int i = 0; i < 100; i++) {
            FakeTab.any(hub, "v1", "/" + "x".repeat(500));
        }
        Sample sample = Sample.bounded(hub.list(any -> true, Sample.MOST, null));
        assertThat(sample.connections()).hasSizeBetween(20, 40);
        assertThat(sample.more()).isTrue();
        Hub many = new Hub(new ManualClock(), NodeId.random(), true);
        for (int i = 0; i < Sample.MOST + 1; i++) {
            FakeTab.any(many, "v1", "/");
        }
        assertThat(Sample.bounded(many.list(any -> true, 1_000, null)).connections())
                .hasSize(Sample.MOST);
    }

    /** A step of 0 to 4 opens, 5 to 8 moves, over 8 closes. */
    @Property
    void whoAppliesTheChangesHasTheLaterSample(
            @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 12) Integer> steps) {
        Hub hub = new Hub(new ManualClock(), NodeId.random(), true);
        List<Connection> here = new ArrayList<>();
        Sample known = Sample.NONE;
        Sample last = Sample.NONE;
        for (int step : steps) {
            act(hub, here, step);
            Sample now = Sample.bounded(hub.list(any -> true, LISTED, null));
            Sample change = last.changesTo(now);
            known = known.with(change);
            assertThat(known).isEqualTo(now);
            assertThat(change.changes(last)).isEqualTo(!now.equals(last));
            last = now;
        }
    }

    private static void act(Hub hub, List<Connection> here, int step) {
        if (step < 5 || here.isEmpty()) {
            here.add(FakeTab.any(hub, "v" + step, "/" + step));
        } else if (step < 9) {
            hub.route(here.get(step % here.size()), "/moved" + step);
        } else {
            hub.close(here.remove(step % here.size()), Disconnect.CLIENT_LEFT);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.wave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Pace;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.node.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphStats;

/** What a wave costs for each of its tabs. */
class WaveFootprintTest {

    private static final int TABS = 100_000;
    private static final Duration HOUR = Duration.ofHours(1);

    private final Hub hub = new Hub(new ManualClock(), NodeId.random(), true);
    private final FakeTab shared = new FakeTab();

    private Wave running() {
        for (int i = 0; i < TABS; i++) {
            hub.open(Admission.of(Transport.WEBSOCKET, "v1", "/"), tab -> shared);
        }
        Order order = Order.reload(Target.all()).at(Pace.over(HOUR));
        Wave wave = new Wave(new Command("k1", 0, Actor.APPLICATION, order, "v1"), tab -> true, 0);
        hub.count(wave::plan);
        wave.begin();
        return wave;
    }

    private static double bytesEach(Wave wave) {
        return (double) GraphStats.parseInstance(wave).totalSize() / TABS;
    }

    @Test
    @DisplayName("while it runs, at most eight bytes a tab")
    void runs() {
        assertThat(bytesEach(running())).isBetween(5.0, 8.0);
    }

    @Test
    @DisplayName("when all tabs are done, nothing that grows with their number")
    void isThrough() {
        Wave wave = running();
        wave.due(hub, HOUR.toMillis(), 0);
        wave.end();
        assertThat(bytesEach(wave)).isLessThan(0.1);
    }
}

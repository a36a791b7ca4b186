// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.Rollcall;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * An open, a close or a route change costs the same whatever the number of connections and subscribers: in bytes
 * allocated, in messages sent, in alarms set. Time is measured in bench, where it cannot fail a build.
 */
class FlatCostTest {

    private static final int ROUNDS = 2_000;

    /** A tolerance for what the compiler may or may not optimize away, whatever the size. */
    private static final long NOISE = 64;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    @DisplayName("A route change, an open and a close do not cost more with 100,000 tabs than with 1,000")
    void flat() {
        long routeSmall = bytesPerRouteChange(new Site(1_000, 0));
        long openSmall = bytesPerOpenAndClose(new Site(1_000, 0));
        for (Site site : List.of(new Site(1_000, 5), new Site(100_000, 0), new Site(100_000, 5))) {
            assertThat(bytesPerRouteChange(site)).isBetween(0L, routeSmall + NOISE);
            assertThat(bytesPerOpenAndClose(site)).isBetween(0L, openSmall + 2 * NOISE);
        }
    }

    @Test
    @DisplayName("A thousand changes ask for one tick, and nothing is sent before it")
    void oneTickForAThousandChanges() {
        Site site = new Site(1_000, 5);
        int asked = site.clock.asked();
        for (int i = 0; i < 1_000; i++) {
            site.change(i);
        }
        assertThat(site.clock.asked() - asked).isLessThanOrEqualTo(2);
        assertThat(site.subscribers)
                .allSatisfy(tab -> assertThat(tab.received()).hasSize(1));
    }

    private long bytesPerRouteChange(Site site) {
        for (int i = 0; i < ROUNDS; i++) {
            site.change(i);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            site.change(i);
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
    }

    private long bytesPerOpenAndClose(Site site) {
        for (int i = 0; i < ROUNDS; i++) {
            site.openAndClose();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            site.openAndClose();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
    }

    /** A site with this number of tabs; the first ones subscribe to stats and have received some. */
    private static final class Site {
        private final ManualClock clock = new ManualClock();
        private final Rollcall rollcall =
                Rollcall.builder().currentVersion("v1").timer(clock).build();
        private final List<FakeTab> subscribers = new ArrayList<>();
        private final Connection moving;
        private final FakeTab wire = new FakeTab();

        Site(int connections, int looking) {
            for (int i = 0; i < connections; i++) {
                FakeTab tab = new FakeTab();
                Connection connection = tab.open(rollcall.internals().hub(), "v1", "/" + i % 2);
                if (i < looking) {
                    subscribers.add(tab);
                    rollcall.internals().statsFeed().subscribe(connection, i % 2 == 0);
                }
            }
            clock.runDue();
            moving = wire.open(rollcall.internals().hub(), "v1", "/0");
        }

        void change(int round) {
            rollcall.internals().hub().route(moving, round % 2 == 0 ? "/1" : "/0");
        }

        void openAndClose() {
            rollcall.internals().hub().close(wire.open(rollcall.internals().hub(), "v1", "/1"), Disconnect.CLIENT_LEFT);
        }
    }
}

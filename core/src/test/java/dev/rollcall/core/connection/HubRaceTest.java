// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.node.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;

/** Threads that open, move, find, list and close the same tabs. */
class HubRaceTest {

    private static final int PLACES = 16;
    private static final int THREADS = 4;

    private final Counting counting = new Counting();
    private final Hub hub = new Hub(new ManualClock(), NodeId.random(), true);
    private final AtomicReferenceArray<Connection> places = new AtomicReferenceArray<>(PLACES);

    @Test
    void countsReturnToZeroAndEachOpenHasOneClose() throws InterruptedException, ExecutionException {
        hub.observe(counting);
        for (int place = 0; place < PLACES; place++) {
            places.set(place, FakeTab.any(hub, "v0", "/0"));
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<Integer>> done = new ArrayList<>();
        for (int seed = 0; seed < THREADS; seed++) {
            done.add(threads.submit(disturb(new Random(seed))));
        }
        for (Future<Integer> one : done) {
            one.get();
        }
        threads.shutdown();
        assertThat(hub.size()).isEqualTo(counting.opened.get() - counting.closed.get());
        hub.list(tab -> true, Integer.MAX_VALUE, null)
                .connections()
                .forEach(tab -> hub.close(tab, Disconnect.CLIENT_LEFT));
        assertThat(hub.size()).isZero();
        assertThat(Names.of(hub.versions())).isEmpty();
        assertThat(Names.of(hub.routes())).isEmpty();
        assertThat(hub.routes().distinct()).isZero();
        assertThat(counting.closed).hasValue(counting.opened.get());
    }

    private Callable<Integer> disturb(Random random) {
        return () -> {
            for (int i = 0; i < 30_000; i++) {
                Connection tab = places.get(random.nextInt(PLACES));
                hub.route(tab, "/" + random.nextInt(6));
                if (random.nextInt(3) == 0) {
                    hub.close(tab, Disconnect.CLIENT_LEFT);
                    places.set(random.nextInt(PLACES), FakeTab.any(hub, "v" + random.nextInt(5), "/0"));
                }
                if (random.nextInt(50) == 0) {
                    assertInOrder(hub.list(any -> true, 100_000, null).connections());
                }
                Connection found = hub.find(tab.id());
                assertThat(found == null || found == tab).isTrue();
            }
            return 0;
        };
    }

    private static void assertInOrder(List<Connection> tabs) {
        long last = 0;
        for (Connection tab : tabs) {
            assertThat(tab.arrival).isGreaterThan(last);
            last = tab.arrival;
        }
    }

    private static final class Counting implements HubObserver {
        private final AtomicInteger opened = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public void opened(Connection connection) {
            opened.incrementAndGet();
        }

        @Override
        public void closed(Connection connection, Disconnect why) {
            closed.incrementAndGet();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Await;
import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.message.Messages;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ListenerThreadTest {

    private final List<String> dropped = new CopyOnWriteArrayList<>();
    private final Telemetry counts = new Telemetry() {
        @Override
        public void dropped(String queue) {
            dropped.add(queue);
        }
    };

    @Test
    void hearsEverythingInOrderOnAThreadOfItsOwn() {
        Heard heard = new Heard();
        ListenerThread thread = new ListenerThread(heard, counts);
        Hub hub = hub(thread);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Connection tab = FakeTab.any(hub, "v1", "/" + i);
            hub.route(tab, "/moved" + i);
            hub.close(tab, Disconnect.CLIENT_LEFT);
            expected.addAll(List.of("opened", "/" + i + " -> /moved" + i, "closed client"));
        }
        thread.close();
        assertThat(heard.events).isEqualTo(expected);
        assertThat(heard.threads).doesNotContain(Thread.currentThread());
        assertThat(dropped).isEmpty();
    }

    @Test
    void mayThrowAndGoesOnWithTheNext() {
        Heard heard = new Heard() {
            @Override
            public void opened(Connection connection) {
                super.opened(connection);
                throw new IllegalStateException("listener broke");
            }
        };
        ListenerThread thread = new ListenerThread(heard, counts);
        Hub hub = hub(thread);
        hub.close(FakeTab.any(hub, "v1", "/a"), Disconnect.CLIENT_LEFT);
        thread.close();
        assertThat(heard.events).containsExactly("opened", "closed client");
    }

    @Test
    void maySendToTheConnection() {
        ConnectionListener welcoming = new ConnectionListener() {
            @Override
            public void opened(Connection connection) {
                connection.send(Messages.pong());
            }
        };
        ListenerThread thread = new ListenerThread(welcoming, counts);
        FakeTab tab = new FakeTab();
        tab.open(hub(thread), "v1", "/a");
        Await.until("welcome", () -> tab.types().equals(List.of("pong")));
        thread.close();
    }

    @Test
    void oneThatBlocksHoldsUpNobodyAndWhatItMissesIsCounted() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        Heard slow = new Heard() {
            @Override
            public void opened(Connection connection) {
                super.opened(connection);
                inside.countDown();
                await(blocked);
            }
        };
        ListenerThread thread = new ListenerThread(slow, counts, 10);
        Hub hub = hub(thread);
        FakeTab.any(hub, "v1", "/first");
        inside.await();
        for (int i = 0; i < 25; i++) {
            FakeTab.any(hub, "v1", "/a");
        }
        assertThat(hub.size()).isEqualTo(26);
        assertThat(dropped).hasSize(15).containsOnly("listener");
        blocked.countDown();
        thread.close();
        assertThat(slow.events).hasSize(11);
    }

    @Test
    void afterClosingItHearsNothingAndNothingIsReported() {
        Heard heard = new Heard();
        ListenerThread thread = new ListenerThread(heard, counts);
        thread.close();
        FakeTab.any(hub(thread), "v1", "/a");
        assertThat(heard.events).isEmpty();
        assertThat(dropped).isEmpty();
    }

    private static Hub hub(ListenerThread thread) {
        Hub hub = new Hub(new ManualClock(), NodeId.random(), true);
        hub.observe(thread);
        return hub;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static class Heard implements ConnectionListener {
        final List<String> events = new CopyOnWriteArrayList<>();
        final List<Thread> threads = new CopyOnWriteArrayList<>();

        @Override
        public void opened(Connection connection) {
            note("opened");
        }

        @Override
        public void routeChanged(Connection connection, String from, String to) {
            note(from + " -> " + to);
        }

        @Override
        public void closed(Connection connection, Disconnect why) {
            note("closed " + why.metric());
        }

        private void note(String event) {
            events.add(event);
            threads.add(Thread.currentThread());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Await;
import dev.rollcall.core.FakeTab;
import dev.rollcall.core.LogLines;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.message.Messages;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerThreadTest {

    private final List<String> dropped = new CopyOnWriteArrayList<>();
    private final Telemetry counts = new Telemetry() {
        @Override
        public void dropped(String queue) {
            dropped.add(queue);
        }

        @Override
        public void eventsDropped(String listener, int events) {
            missed.merge(listener, events, Integer::sum);
        }

        @Override
        public void listenerFailed(String listener) {
            failed.merge(listener, 1, Integer::sum);
        }
    };
    private final Map<String, Integer> missed = new ConcurrentHashMap<>();
    private final Map<String, Integer> failed = new ConcurrentHashMap<>();
    private final LogLines log = LogLines.of(ListenerThread.class);

    @AfterEach
    void end() {
        log.close();
    }

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
    void mayThrowWhateverItLikesAndGoesOnWithTheNextOnTheSameThread() {
        List<Throwable> failures = List.of(
                new IllegalStateException("by the test"),
                new StackOverflowError("by the test"),
                new NoClassDefFoundError("by the test"),
                new AssertionError("by the test"),
                new Exception("not declared"));
        AtomicInteger next = new AtomicInteger();
        Heard heard = new Heard() {
            @Override
            public void opened(Connection connection) {
                super.opened(connection);
                Undeclared.thrown(failures.get(next.getAndIncrement() % failures.size()));
            }
        };
        ListenerThread thread = new ListenerThread(heard, counts);
        Hub hub = hub(thread);
        for (int i = 0; i < 100; i++) {
            hub.close(FakeTab.any(hub, "v1", "/a"), Disconnect.CLIENT_LEFT);
        }
        thread.close();
        assertThat(heard.events).hasSize(200);
        assertThat(heard.threads.stream().distinct()).hasSize(1);
        assertThat(failed).containsExactly(Map.entry(heard.getClass().getName(), 100));
        assertThat(log.traces()).containsExactlyInAnyOrderElementsOf(failures);
        assertThat(log.lines())
                .as("20 of each of 5 kinds: 1, 2, 4, 8, 16")
                .hasSize(25)
                .allMatch(line -> line.startsWith(
                        "Connection listener " + heard.getClass().getName() + " failed"));
    }

    @Test
    void itIsCalledWhatItSaysAndANameThatFailsIsAFailureLikeAnyOther() {
        List<String> threads = new CopyOnWriteArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        ConnectionListener named = new ConnectionListener() {
            @Override
            public String listenerName() {
                if (asked.getAndIncrement() == 0) {
                    throw new IllegalStateException("the bean cannot be made yet");
                }
                return "site.Diary$$SpringCGLIB$$0";
            }

            @Override
            public void closed(Connection connection, Disconnect why) {
                threads.add(Thread.currentThread().getName());
                throw new IllegalStateException("by the test");
            }
        };
        ListenerThread thread = new ListenerThread("bean diary", named, counts);
        Hub hub = hub(thread);
        hub.close(FakeTab.any(hub, "v1", "/a"), Disconnect.CLIENT_LEFT);
        thread.close();
        assertThat(threads).containsExactly("rollcall-listener-Diary");
        assertThat(log.lines())
                .hasSize(2)
                .contains("Connection listener bean diary failed; it goes on with the next event.")
                .last()
                .isEqualTo("Connection listener site.Diary failed; it goes on with the next event.");
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
        ListenerThread thread = new ListenerThread(HookName.of(slow), slow, counts, 10);
        Hub hub = hub(thread);
        FakeTab.any(hub, "v1", "/first");
        inside.await();
        for (int i = 0; i < 25; i++) {
            FakeTab.any(hub, "v1", "/a");
        }
        assertThat(hub.size()).isEqualTo(26);
        assertThat(dropped).hasSize(15).containsOnly("listener");
        assertThat(missed).containsExactly(Map.entry(slow.getClass().getName(), 15));
        assertThat(log.lines()).as("1, 2, 4, 8").hasSize(4).last().asString().contains(" 8 events dropped so far");
        blocked.countDown();
        thread.close();
        assertThat(slow.events).hasSize(11);
    }

    @Test
    void afterClosingItHearsNothingAndWhatItMissesIsCounted() {
        Heard heard = new Heard();
        ListenerThread thread = new ListenerThread(heard, counts);
        thread.close();
        FakeTab.any(hub(thread), "v1", "/a");
        assertThat(heard.events).isEmpty();
        assertThat(missed).containsExactly(Map.entry(Heard.class.getName(), 1));
        assertThat(dropped).as("no queue was full").isEmpty();
    }

    @Test
    void whatStillWaitsAtTheEndIsSaidWithItsNumberAndSlowOnesTakeNoTimeFromOthers() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(3);
        CountDownLatch interrupted = new CountDownLatch(3);
        List<ListenerThread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            threads.add(new ListenerThread(
                    new Heard() {
                        @Override
                        public void opened(Connection connection) {
                            inside.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                            }
                        }
                    },
                    counts));
        }
        Heard quick = new Heard();
        threads.add(new ListenerThread(quick, counts));
        Hub hub = new Hub(new ManualClock(), NodeId.random(), true);
        threads.forEach(hub::observe);
        for (int i = 0; i < 986; i++) {
            FakeTab.any(hub, "v1", "/a");
        }
        inside.await();
        ListenerThread.closeAll(threads);
        interrupted.await();
        assertThat(quick.events).hasSize(986);
        assertThat(missed.values()).containsExactly(3 * 985);
        assertThat(log.lines()).hasSize(3).allMatch(line -> line.contains(": 985 events were dropped"));
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

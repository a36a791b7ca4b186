// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.ConnectionListener;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.OneProcess;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an application is told about tabs, and what it sends to them. */
public abstract class ListenersContract extends HostContract {

    /** For hosts. */
    protected ListenersContract() {}

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("a listener is notified of opening, each change of route, and closing, in that order")
    void hears(Transport transport) throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        TestServer house = house(setup -> setup.core(core -> core.listener(new Diary(heard))));
        Tab tab = house.tab(transport, "?version=v1&route=/a");
        tab.route("/b");
        if (tab instanceof WebSocketTab webSocket) {
            webSocket.fence();
        }
        tab.close();
        if (transport == Transport.POLLING) {
            house.advance(Duration.ofMinutes(5));
        }
        assertThat(next(heard)).isEqualTo("opened " + tab.id() + " v1");
        assertThat(next(heard)).isEqualTo("moved " + tab.id() + " /a /b");
        assertThat(next(heard)).isEqualTo("closed " + tab.id());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("a listener can welcome a tab with a message of any type and any data")
    void welcome(Transport transport) {
        TestServer house = house(setup -> setup.core(core -> core.listener(new ConnectionListener() {
            @Override
            public void opened(Connection connection) {
                connection.send(Message.of(
                        "welcome",
                        Map.of("text", "Hello \"you\"\n\u2028</script>\uD83D\uDE80", "deep", List.of(1, true))));
            }
        })));
        Tab tab = house.tab(transport, "");
        var message = tab.next("welcome");
        assertThat(message.path("text").asString()).isEqualTo("Hello \"you\"\n\u2028</script>\uD83D\uDE80");
        assertThat(message.path("deep").path(1).asBoolean(false)).isTrue();
    }

    @Test
    @DisplayName("a listener that throws hurts nobody, and is still notified")
    void throwing() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        TestServer house = house(setup -> setup.core(core -> core.listener(new ConnectionListener() {
                    @Override
                    public void opened(Connection connection) {
                        throw new IllegalStateException("thrown on purpose by the test");
                    }
                })
                .listener(new Diary(heard))));
        house.ws("").fence();
        house.ws("").fence();
        assertThat(next(heard)).startsWith("opened");
        assertThat(next(heard)).startsWith("opened");
    }

    @Test
    @DisplayName("a listener that blocks hurts nobody")
    void blocking() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        TestServer house = house(
                setup -> setup.core(core -> core.listener(new Blocked(release)).listener(new Diary(heard))));
        closing(release::countDown); // Before the host, which would wait for it.
        for (int i = 0; i < 20; i++) {
            house.ws("").fence();
            assertThat(next(heard)).startsWith("opened");
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @OneProcess("what a process holds is its own")
    @DisplayName("an event that waits for a slow listener keeps alive nothing that the host held for a closed tab")
    void waiting(Transport transport) {
        CountDownLatch release = new CountDownLatch(1);
        TestServer house = house(setup -> setup.core(core -> core.listener(new Blocked(release))));
        closing(release::countDown); // Before the host, which would wait for it.
        List<Connection> kept = new ArrayList<>();
        List<WeakReference<Outbound>> held = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Tab tab = house.tab(transport, "?version=v1&route=/a");
            Connection connection = Objects.requireNonNull(house.rollcall().connection(tab.id()));
            kept.add(connection);
            held.add(new WeakReference<>(connection.outbound()));
            tab.close();
        }
        if (transport == Transport.POLLING) {
            house.advance(Duration.ofMinutes(5));
        }
        TestServer.eventually(() -> assertThat(kept).allMatch(Connection::isClosed));
        TestServer.eventually(() -> {
            System.gc(); // the first one clears what is unreachable; the host may only now be letting go
            assertThat(held.stream().filter(way -> way.get() != null))
                    .as("a container may remember the last one that it served")
                    .hasSizeLessThanOrEqualTo(2);
        });
        assertThat(kept).allMatch(connection -> connection.version().equals("v1"));
        assertThat(kept).allMatch(connection -> connection.send(Message.of("late", Map.of())) == 0);
    }

    @Test
    @DisplayName("a message goes to those the target means and to nobody else")
    void targets() {
        TestServer house = house();
        house.former("v1");
        WebSocketTab oldOnA = house.ws("?version=v1&route=/a");
        WebSocketTab newOnA = house.ws("?version=v2&route=/a");
        WebSocketTab oldOnB = house.ws("?version=v1&route=/b");
        Target target = Target.outdated().and(Target.route("/a"));
        assertThat(house.rollcall().send(target, Message.of("hello", Map.of())).matched())
                .isEqualTo(1);
        assertThat(oldOnA.fence()).hasSize(1);
        assertThat(newOnA.fence()).isEmpty();
        assertThat(oldOnB.fence()).isEmpty();
    }

    private static String next(BlockingQueue<String> heard) throws InterruptedException {
        String line = heard.poll(20, TimeUnit.SECONDS);
        assertThat(line).as("what the listener heard").isNotNull();
        return String.valueOf(line);
    }

    /** A listener that blocks until it is released. */
    private record Blocked(CountDownLatch release) implements ConnectionListener {
        @Override
        public void opened(Connection connection) {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class Diary implements ConnectionListener {
        private final BlockingQueue<String> lines;

        Diary(BlockingQueue<String> lines) {
            this.lines = lines;
        }

        @Override
        public void opened(Connection connection) {
            lines.add("opened " + connection.id() + " " + connection.version());
        }

        @Override
        public void routeChanged(Connection connection, String from, String to) {
            lines.add("moved " + connection.id() + " " + from + " " + to);
        }

        @Override
        public void closed(Connection connection, Disconnect why) {
            lines.add("closed " + connection.id());
        }
    }
}

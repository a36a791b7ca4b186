// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static dev.rollcall.redis.RedisFleet.eventually;
import static dev.rollcall.redis.RedisFleet.give;
import static dev.rollcall.redis.RedisFleet.stats;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.cluster.NodeInfo;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.SystemTimer;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.node.NodeJson;
import dev.rollcall.protocol.node.SignedBackplane;
import dev.rollcall.testkit.process.JavaProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What happens to a cluster when something is wrong with its nodes, or others talk to its Redis. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class RedisNodesTest {

    private final RedisFleet fleet = new RedisFleet();
    private final RedisProcess redis = RedisBinary.OLDEST.start();

    @AfterEach
    void close() {
        fleet.close();
        redis.close();
    }

    private String key(String what) {
        return "rollcall:{" + fleet.cluster + "}:" + what;
    }

    @Test
    @DisplayName("a stranger who can reach Redis: what is not signed is dropped and counted, and changes nothing")
    void stranger() {
        AtomicInteger forged = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            fleet.node(
                    redis.address(),
                    backplane -> new SignedBackplane(
                            backplane, "a key of 32 characters and more.", forged::incrementAndGet));
        }
        fleet.allKnow(2);
        List<RedisFleet.Tab> tabs = fleet.nodes.stream().map(RedisFleet::tab).toList();
        fleet.allSee(2);
        assertThat(forged).hasValue(0);
        try (RedisFleet strangers = new RedisFleet(fleet.cluster)) {
            Rollcall other = strangers.node(
                    redis.address(), backplane -> new SignedBackplane(backplane, "another key", () -> {}));
            Rollcall none = strangers.node(redis.address());
            give(other, Order.release("evil", true));
            give(none, Order.release("evil", true));
            RedisFleet.tab(none);
            eventually(() -> forged.get() >= 6); // two cards and two entries at least, on each
        }
        fleet.allSee(2);
        assertThat(fleet.nodes).allMatch(node -> node.currentVersion().equals("v1"));
        assertThat(give(fleet.nodes.get(0), Order.release("v2", false)).answered())
                .isEqualTo(2);
        assertThat(tabs).allSatisfy(tab -> assertThat(tab.received).hasSize(1));
    }

    @Test
    @DisplayName("what a newer Rollcall writes is ignored, and the rest goes on")
    void newer() {
        fleet.start(redis.address(), 2);
        fleet.nodes.forEach(RedisFleet::tab);
        for (String unknown : List.of("{\"v\":99,\"type\":\"future\",\"from\":\"x\"}", "{", "", "\0\0\0", "[1]")) {
            redis.ask(commands -> commands.publish(key("all"), unknown));
            redis.ask(commands -> commands.publish(key("more"), unknown));
            redis.ask(commands -> commands.xadd(key("log"), "n", "1", "e", unknown));
            redis.ask(commands -> commands.xadd(key("log"), "n", unknown, "e", "{}"));
            redis.ask(commands -> commands.xadd(key("log"), "other", unknown));
            redis.ask(commands -> commands.zadd(key("nodes"), Double.POSITIVE_INFINITY, unknown));
            redis.ask(commands -> commands.hset(key("cards"), unknown, unknown));
        }
        String ghost = NodeId.random().text();
        redis.ask(commands -> commands.zadd(key("nodes"), Double.POSITIVE_INFINITY, ghost));
        redis.ask(commands -> commands.set(key("number"), "none"));
        assertThat(give(fleet.nodes.get(0), Order.release("v2", false)).answered())
                .isEqualTo(2);
        fleet.allSee(2);
        fleet.allHave("v2");
    }

    @Test
    @DisplayName("an impossibly high number takes no numbers from later releases")
    void exhausted() {
        fleet.start(redis.address(), 2);
        give(fleet.nodes.get(0), Order.release("v2", false));
        fleet.allHave("v2");
        String last = "9007199254740990";
        redis.ask(commands -> commands.set(key("number"), last));
        redis.ask(commands -> commands.xadd(
                key("log"), "n", last, "e", "{\"form\":1,\"type\":\"shared\",\"from\":\"1\",\"topic\":\"x\"}"));
        assertThat(give(fleet.nodes.get(1), Order.release("v3", false)).answered())
                .isEqualTo(2);
        fleet.allHave("v3");
        assertThat(fleet.nodes)
                .allSatisfy(
                        node -> assertThat(node.internals().releases().current().number())
                                .isLessThan(1_000));
    }

    @Test
    @DisplayName("two nodes with one name, and clocks ten minutes apart: nothing happens")
    void sameNameOtherClock() {
        try (SystemTimer timer = new SystemTimer()) {
            for (long minutes : List.of(5L, -5L)) {
                fleet.nodes.add(Rollcall.builder()
                        .currentVersion("v1")
                        .timer(new SetClock(timer, Duration.ofMinutes(minutes).toMillis()))
                        .backplane(new RedisBackplane(redis.address(), fleet.cluster), NodeJson.INSTANCE)
                        .build());
            }
            fleet.nodes.forEach(node -> node.internals().cluster().describe(new NodeInfo("shop-1", "test", null)));
            List<RedisFleet.Tab> tabs =
                    fleet.nodes.stream().map(RedisFleet::tab).toList();
            fleet.allSee(2);
            assertThat(stats(fleet.nodes.get(0)).nodes())
                    .hasSize(2)
                    .allMatch(node -> node.name().equals("shop-1"));
            for (int i = 0; i < 4; i++) {
                String version = "v" + (i + 2);
                assertThat(give(fleet.nodes.get(i % 2), Order.release(version, false))
                                .answered())
                        .isEqualTo(2);
                fleet.allHave(version);
            }
            assertThat(give(fleet.nodes.get(1), Order.reload(Target.all())).matched())
                    .isEqualTo(2);
            assertThat(tabs).allSatisfy(tab -> assertThat(tab.received).hasSize(5));
            fleet.close();
            fleet.nodes.clear();
        }
    }

    /** A clock that somebody has set. */
    private record SetClock(Timer timer, long offMillis) implements Timer {
        @Override
        public long millis() {
            return timer.millis() + offMillis;
        }

        @Override
        public long ticks() {
            return timer.ticks();
        }

        @Override
        public Cancellable after(Duration delay, Runnable task) {
            return timer.after(delay, task);
        }
    }

    @Test
    @DisplayName(
            "a rolling restart: the total never dips by more than the tab that is between nodes, and never doubles")
    void rolling() {
        fleet.start(redis.address(), 3);
        Rollcall watching = fleet.node(redis.address());
        List<Rollcall> old = List.copyOf(fleet.nodes.subList(0, 3));
        List<List<RedisFleet.Tab>> tabs = old.stream()
                .map(node -> List.of(RedisFleet.tab(node), RedisFleet.tab(node)))
                .toList();
        fleet.allSee(6);
        try (Extremes seen = new Extremes(watching)) {
            for (int i = 0; i < 3; i++) {
                Rollcall next = fleet.node(redis.address());
                fleet.allKnow(5);
                old.get(i).internals().cluster().leaving();
                for (RedisFleet.Tab tab : tabs.get(i)) {
                    tab.leave();
                    RedisFleet.tab(next);
                    fleet.allSee(6);
                }
                fleet.stop(old.get(i));
                fleet.allKnow(4);
            }
            fleet.allSee(6);
            assertThat(seen.lowest()).isGreaterThanOrEqualTo(5);
            assertThat(seen.highest()).isLessThanOrEqualTo(7);
        }
    }

    @Test
    @DisplayName(
            "a node is killed, another frozen, a third cut off: all are gone after their lease; who comes back counts once")
    void gone() throws Exception {
        try (TcpProxy proxy = new TcpProxy(redis.port());
                JavaProcess killed = child();
                JavaProcess frozen = child()) {
            Rollcall stays = fleet.node(redis.address());
            Rollcall cut = fleet.node(proxy.address());
            RedisFleet.Tab tab = RedisFleet.tab(stays);
            RedisFleet.Tab cutOff = RedisFleet.tab(cut);
            fleet.allSee(6);
            killed.signal("KILL");
            frozen.signal("STOP");
            proxy.cut();
            eventually(() -> stats(cut).coverage().partial() && stats(cut).total() == 1);
            eventually(
                    () -> stats(stays).total() == 1 && !stats(stays).coverage().partial());
            assertThat(give(stays, Order.release("v2", false)).answered()).isEqualTo(1);
            frozen.signal("CONT");
            proxy.mend();
            fleet.allSee(4);
            fleet.allHave("v2");
            fleet.allKnow(3);
            Outcome outcome = give(cut, Order.reload(Target.all()));
            assertThat(outcome.matched()).isEqualTo(4);
            assertThat(outcome.answered()).isEqualTo(3);
            assertThat(List.of(tab, cutOff))
                    .allSatisfy(each -> assertThat(each.received).hasSize(2));
        }
    }

    /** Starts a node with two tabs in its own process. */
    private JavaProcess child() throws Exception {
        JavaProcess child = JavaProcess.start(
                List.of("-cp", System.getProperty("java.class.path"), FleetNode.class.getName()),
                Map.of(),
                Integer.toString(redis.port()),
                fleet.cluster);
        child.out().await(line -> line.equals("ready"));
        return child;
    }
}

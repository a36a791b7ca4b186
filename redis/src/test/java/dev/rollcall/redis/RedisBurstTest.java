// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static dev.rollcall.redis.RedisFleet.eventually;
import static dev.rollcall.redis.RedisFleet.give;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.DataMessage;
import dev.rollcall.core.message.Message;
import io.lettuce.core.KillArgs;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More commands than Redis, or a node, can take. */
@Timeout(120)
class RedisBurstTest {

    private static final Logger LOG = Logger.getLogger("dev.rollcall"); // referenced, so that its level stays

    static {
        LOG.setLevel(Level.WARNING); // 10,000 commands would log as many lines
    }

    private final RedisFleet fleet = new RedisFleet();
    private final RedisProcess redis = RedisBinary.OLDEST.start();
    private final AtomicInteger next = new AtomicInteger();

    @AfterEach
    void close() {
        fleet.close();
        redis.close();
    }

    private static Message numbered(int number) {
        return Message.of("numbered", Map.of("number", number));
    }

    /** Checks that no tab was sent anything twice. */
    private static void once(RedisFleet.Tab tab) {
        List<Object> numbers = tab.received.stream()
                .filter(message -> message.type().equals("numbered"))
                .<Object>map(message ->
                        message instanceof DataMessage data ? data.fields().get("number") : message)
                .toList();
        assertThat(new HashSet<>(numbers)).hasSameSizeAs(numbers);
    }

    /** Gives commands all at once, and returns their outcomes. */
    private static List<Outcome> burst(Rollcall node, int count) {
        List<CompletionStage<Outcome>> given = IntStream.range(0, count)
                .mapToObj(
                        i -> node.internals().commands().give(Order.send(Target.all(), numbered(i)), Actor.APPLICATION))
                .toList();
        return given.stream().map(RedisFleet::result).toList();
    }

    /** Waits until all nodes carry out a node's command. */
    private void worksAgain(Rollcall node) {
        eventually(() -> give(node, Order.send(Target.all(), numbered(next.decrementAndGet())))
                        .answered()
                == 2);
    }

    @Test
    @DisplayName("10,000 commands in a burst: each is answered, none is carried out twice, and everything goes on")
    void burst() {
        fleet.start(redis.address(), 2);
        List<RedisFleet.Tab> tabs = fleet.nodes.stream().map(RedisFleet::tab).toList();
        fleet.allSee(2);
        List<Outcome> outcomes = burst(fleet.nodes.get(0), 10_000);
        assertThat(outcomes).allMatch(outcome -> outcome.answered() == 2 || outcome.missing() != null);
        worksAgain(fleet.nodes.get(1));
        redis.ask(commands -> commands.clientKill(KillArgs.Builder.typeNormal().skipme()));
        redis.ask(commands -> commands.clientKill(KillArgs.Builder.typePubsub()));
        worksAgain(fleet.nodes.get(0));
        fleet.allSee(2);
        tabs.forEach(RedisBurstTest::once);
    }

    @Test
    @DisplayName("a slow Redis: slow calls are not waited for, excess calls are refused, and all is well afterwards")
    void slow() throws Exception {
        try (TcpProxy proxy = new TcpProxy(redis.port())) {
            fleet.node(proxy.address());
            fleet.node(redis.address());
            fleet.allKnow(2);
            List<RedisFleet.Tab> tabs =
                    fleet.nodes.stream().map(RedisFleet::tab).toList();
            fleet.allSee(2);
            proxy.delay(Duration.ofMillis(700)); // slower than a node waits for others
            Outcome late = give(fleet.nodes.get(0), Order.reload(Target.all()));
            assertThat(late.matched()).isPositive();
            assertThat(late.missing()).isNotNull();
            List<Outcome> outcomes = burst(fleet.nodes.get(0), 12_000);
            assertThat(outcomes).allMatch(outcome -> outcome.answered() == 2 || outcome.missing() != null);
            proxy.delay(Duration.ZERO);
            fleet.allSee(2);
            worksAgain(fleet.nodes.get(0));
            tabs.forEach(RedisBurstTest::once);
        }
    }
}

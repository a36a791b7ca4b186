// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static dev.rollcall.redis.RedisFleet.eventually;
import static dev.rollcall.redis.RedisFleet.give;
import static dev.rollcall.redis.RedisFleet.result;
import static dev.rollcall.redis.RedisFleet.stats;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.match.Target;
import dev.rollcall.protocol.wire.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What happens to a cluster when its Redis is killed, or hangs. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
abstract class RedisFaults {

    private final RedisFleet fleet = new RedisFleet();
    private final RedisProcess redis;

    RedisFaults(RedisBinary version) {
        redis = version.start();
    }

    @AfterEach
    void close() {
        fleet.close();
        redis.close();
    }

    @Test
    @DisplayName("Redis is killed and comes back empty: each node goes on alone, and then everything is as before")
    void killed() {
        fleet.start(redis.address(), 3);
        List<RedisFleet.Tab> tabs = fleet.nodes.stream().map(RedisFleet::tab).toList();
        fleet.allSee(3);
        assertThat(give(fleet.nodes.get(0), Order.release("v2", false)).matched())
                .isEqualTo(3);
        redis.kill();
        eventually(() -> stats(fleet.nodes.get(0)).coverage().partial());
        assertThat(stats(fleet.nodes.get(0)).total()).isPositive();
        Outcome alone = give(fleet.nodes.get(1), Order.release("v3", false));
        assertThat(alone.matched()).isEqualTo(1);
        assertThat(alone.missing()).isNotNull();
        redis.restart();
        fleet.allSee(3);
        fleet.allHave("v3");
        assertThat(tabs).allSatisfy(tab -> assertThat(tab.received).hasSize(2)); // v2 and v3, once each
    }

    @Test
    @DisplayName("Redis hangs: every question is answered within its time, and nothing is lost when it goes on")
    void frozen() {
        fleet.start(redis.address(), 2);
        List<RedisFleet.Tab> tabs = fleet.nodes.stream().map(RedisFleet::tab).toList();
        fleet.allSee(2);
        redis.freeze();
        eventually(() -> stats(fleet.nodes.get(0)).coverage().partial());
        Outcome alone = give(fleet.nodes.get(0), Order.reload(Target.all()));
        assertThat(alone.matched()).isEqualTo(1);
        assertThat(alone.missing()).startsWith("Redis at ");
        redis.thaw();
        fleet.allSee(2);
        assertThat(give(fleet.nodes.get(1), Order.reload(Target.all())).answered())
                .isEqualTo(2);
        assertThat(tabs.get(0).received.size()).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "what a tab sends to another node than its own is answered while Redis hangs, and reaches its node after that")
    void frozenBetween() {
        fleet.start(redis.address(), 2);
        try (Requests own = new Requests(fleet.nodes.get(0));
                Requests other = new Requests(fleet.nodes.get(1))) {
            String id = own.poll("version=v1&route=/a");
            fleet.allSee(1);
            assertThat(result(other.route(id, "/b")).status()).isEqualTo(200);
            redis.freeze();
            Response refused = result(other.route(id, "/c"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers()).containsKey("Retry-After");
            assertThat(result(own.route(id, "/d")).status()).isEqualTo(200);
            redis.thaw();
            eventually(() -> result(other.route(id, "/f")).status() == 200);
            eventually(() -> stats(fleet.nodes.get(1)).routes().equals(Map.of("/f", 1)));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static dev.rollcall.redis.RedisFleet.give;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.match.Target;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A primary and a replica that a sentinel watches. */
class RedisSentinelTest extends Essentials {

    private static PrimaryAndReplica redis;

    @BeforeAll
    static void start() {
        redis = new PrimaryAndReplica(RedisBinary.OLDEST);
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            redis.close();
        }
    }

    @Override
    RedisAddress address() {
        return redis.address();
    }

    @Test
    @org.junit.jupiter.api.Order(Integer.MAX_VALUE)
    @DisplayName(
            "a replica that lags takes over: no older release wins, no command is carried out twice, and all goes on")
    void failOver() throws Exception {
        try (RedisFleet fleet = new RedisFleet();
                Journal journal = RedisJournal.open(address(), fleet.cluster)) {
            fleet.start(address(), 2);
            Rollcall node = fleet.nodes.get(0);
            List<RedisFleet.Tab> tabs =
                    fleet.nodes.stream().map(RedisFleet::tab).toList();
            fleet.allSee(2);
            give(node, Order.release("v2", false));
            String key = "rollcall:{" + fleet.cluster + "}:number";
            RedisFleet.eventually(() -> "1".equals(redis.replica.ask(commands -> commands.get(key))));
            redis.holdReplica();
            assertThat(give(node, Order.release("v3", false)).answered()).isEqualTo(2);
            assertThat(give(node, Order.reload(Target.all())).answered()).isEqualTo(2);
            redis.failOver();
            fleet.allSee(2);
            fleet.allHave("v3");
            RedisFleet.eventually(() -> Integer.parseInt(redis.replica.ask(commands -> commands.get(key))) >= 3);
            assertThat(give(fleet.nodes.get(1), Order.release("v4", false)).answered())
                    .isEqualTo(2);
            fleet.node(address());
            fleet.allHave("v4");
            assertThat(tabs).allSatisfy(tab -> assertThat(tab.received).hasSize(4));
            RedisFleet.eventually(() -> journal.status().trouble() == null);
            done(journal.write(Change.put(Kind.AUDIT, "a", new byte[0])));
        }
    }
}

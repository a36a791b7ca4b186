// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static dev.rollcall.redis.RedisFleet.give;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.command.Order;
import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.match.Target;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A Redis Cluster of three masters, used with only the rights that the documentation names. */
class RedisClusterTest extends Essentials {

    private static ThreeMasters redis;

    @BeforeAll
    static void start() throws Exception {
        redis = new ThreeMasters(RedisRights.user("+cluster", "+asking"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (redis != null) {
            redis.close();
        }
    }

    @Override
    RedisAddress address() {
        return redis.address("rollcall:rollcall@");
    }

    @Test
    @org.junit.jupiter.api.Order(Integer.MAX_VALUE)
    @DisplayName("the master with the keys ends, its replica takes over: all goes on, and nothing happens twice")
    void failOver() throws Exception {
        try (RedisFleet fleet = new RedisFleet();
                Journal journal = RedisJournal.open(address(), fleet.cluster)) {
            RedisProcess master = redis.masterOf("rollcall:{" + fleet.cluster + "}:number");
            redis.addReplica(master);
            fleet.start(address(), 3);
            List<RedisFleet.Tab> tabs =
                    fleet.nodes.stream().map(RedisFleet::tab).toList();
            fleet.allSee(3);
            assertThat(give(fleet.nodes.get(0), Order.release("v2", false)).answered())
                    .isEqualTo(3);
            master.kill();
            RedisFleet.eventually(() -> give(fleet.nodes.get(1), Order.reload(Target.users(Set.of("nobody"))))
                            .answered()
                    == 3);
            fleet.allSee(3);
            assertThat(give(fleet.nodes.get(2), Order.release("v3", false)).answered())
                    .isEqualTo(3);
            fleet.allHave("v3");
            assertThat(tabs).allSatisfy(tab -> assertThat(tab.received).hasSize(2));
            RedisFleet.eventually(() -> isKept(journal));
        }
    }

    private static boolean isKept(Journal journal) {
        return journal.write(Change.put(Kind.AUDIT, "a", new byte[0]))
                .handle((kept, failure) -> failure == null)
                .toCompletableFuture()
                .join();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A user of Redis who has only the rights that the documentation names. */
abstract class RedisUserContract extends Essentials {

    private static @Nullable RedisProcess redis;

    static void start(RedisBinary version) {
        redis = version.start(RedisRights.user(), "user weak on >weak ~* &* +@all -zadd");
    }

    @AfterAll
    static void stop() {
        redis().close();
    }

    private static RedisProcess redis() {
        return Objects.requireNonNull(redis);
    }

    @Override
    RedisAddress address() {
        return RedisAddress.of("redis://rollcall:rollcall@127.0.0.1:" + redis().port());
    }

    @Test
    @Order(Integer.MAX_VALUE)
    @DisplayName("every listed right is needed, and none is missing")
    void needed() {
        String calls = redis().ask(commands -> commands.info("commandstats"));
        List<String> listed = RedisRights.commands();
        assertThat(listed)
                .contains("client"); // so that Redis 7.2 may be told the client's name, which older versions are not
        listed.remove("client");
        for (String command : listed) {
            assertThat(calls).as(command).containsPattern("cmdstat_" + command + "[|:]");
        }
        List<Map<String, Object>> denied = redis().ask(commands -> commands.aclLog());
        assertThat(denied)
                .noneMatch(entry -> "rollcall".equals(entry.get("username")) && !"auth".equals(entry.get("reason")));
    }

    @Test
    @DisplayName("a wrong password or a missing right is named")
    void refused() throws Exception {
        RedisAddress wrong = RedisAddress.of("redis://rollcall:wrong@127.0.0.1:" + redis().port());
        try (Journal journal = RedisJournal.open(wrong, "shop")) {
            assertThat(journal.status().trouble())
                    .contains("WRONGPASS", "expected: user and password")
                    .doesNotContain("rollcall:wrong");
        }
        RedisAddress weak = RedisAddress.of("redis://weak:weak@127.0.0.1:" + redis().port());
        try (Journal journal = RedisJournal.open(weak, "shop")) {
            assertThat(journal.write(Change.put(Kind.AUDIT, "a", new byte[0])))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .havingCause()
                    .withMessageStartingWith("not kept: Redis at 127.0.0.1")
                    .withMessageContaining("a user of Redis with the rights that docs/clustering.md names");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.testkit.cluster.BackplaneContract;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What must work on each kind of Redis, however it is reached: everything a backplane does, and a journal's essentials.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class Essentials extends BackplaneContract {

    static final Duration LEASE = Duration.ofSeconds(1);

    private final String cluster = RedisBinary.anotherCluster();

    abstract RedisAddress address();

    @Override
    protected RedisBackplane connect() {
        return new RedisBackplane(address(), cluster, LEASE);
    }

    @Test
    @DisplayName(
            "a journal keeps what is written, in one step over several kinds, in order and for as long as it is to live")
    void journal() throws Exception {
        proveJournal(address(), cluster);
    }

    static void proveJournal(RedisAddress address, String cluster) throws Exception {
        try (Journal journal = RedisJournal.open(address, cluster)) {
            assertThat(journal.status().trouble()).isNull();
            done(journal.write(List.of(
                    Change.put(Kind.LINKS, "link", "grant".getBytes(UTF_8)),
                    Change.putForever(Kind.AUDIT, "a", new byte[0]),
                    Change.putForever(Kind.AUDIT, "b", new byte[0]),
                    Change.remove(Kind.SESSIONS, "none"))));
            assertThat(done(journal.read(Kind.AUDIT, 10)))
                    .extracting(Entry::key)
                    .containsExactly("b", "a");
            assertThat(done(journal.get(Kind.LINKS, "link"))).isNotNull();
            assertThat(done(journal.take(Kind.LINKS, "link"))).isNotNull();
            assertThat(done(journal.take(Kind.LINKS, "link"))).isNull();
            for (int i = 0; i <= Kind.RELEASES.maxEntries(); i++) {
                journal.write(Change.put(Kind.RELEASES, "v" + i, new byte[0]));
            }
            done(journal.write(Change.put(Kind.SESSIONS, "short", new byte[0], Duration.ofMillis(1))));
            assertThat(done(journal.read(Kind.RELEASES, 1_000))).hasSize(Kind.RELEASES.maxEntries());
        }
    }

    static <T extends @Nullable Object> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}

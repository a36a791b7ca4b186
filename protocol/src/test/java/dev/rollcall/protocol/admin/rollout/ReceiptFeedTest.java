// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.core.match.Target;
import dev.rollcall.protocol.ManualClock;
import dev.rollcall.protocol.SilentTab;
import dev.rollcall.protocol.command.JournalJson;
import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.wire.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReceiptFeedTest {

    private final ManualClock clock = new ManualClock(1_000_000_000);
    private final Rollcall rollcall = Rollcall.builder()
            .currentVersion("v1")
            .timer(clock)
            .journal(new MemoryJournal(clock), JournalJson.INSTANCE)
            .clusterThread(Runnable::run)
            .build();
    private final ReceiptFeed feed = new ReceiptFeed(rollcall.internals());
    private String seen = "";

    @BeforeEach
    void reload() {
        SilentTab.open(rollcall, "v1");
        SilentTab.open(rollcall, "v1");
        rollcall.give(Order.reload(Target.all()), Actor.APPLICATION);
        clock.pass(Duration.ofSeconds(1));
        seen = revision(feed.list(Query.parse(""), () -> false).toCompletableFuture());
    }

    @AfterEach
    void close() {
        rollcall.close();
    }

    private CompletableFuture<Response> follow() {
        return feed.list(Query.parse("seen=" + seen), () -> false).toCompletableFuture();
    }

    private static String revision(CompletableFuture<Response> answer) {
        String json = new String(answer.join().body(), StandardCharsets.UTF_8);
        int at = json.indexOf("\"revision\":\"") + 12;
        return json.substring(at, json.indexOf('"', at));
    }

    @Test
    @DisplayName("a follower is answered when something has changed, a quarter of a second apart at least")
    void paced() {
        CompletableFuture<Response> first = follow();
        clock.pass(Duration.ofSeconds(5));
        assertThat(first).isNotDone();
        rollcall.give(Order.reload(Target.all()), Actor.APPLICATION);
        clock.pass(Duration.ofMillis(250));
        assertThat(revision(first)).isNotEqualTo(seen);
        // This caller has not seen the second command either, and a burst of changes makes no burst of answers.
        CompletableFuture<Response> second = follow();
        assertThat(second).isNotDone();
        clock.pass(Duration.ofMillis(250));
        assertThat(second).isDone();
    }

    @Test
    @DisplayName("nothing new is an answer too, after 20 seconds")
    void nothing() {
        CompletableFuture<Response> answer = follow();
        clock.pass(Duration.ofMillis(19_750));
        assertThat(answer).isNotDone();
        clock.pass(Duration.ofMillis(250));
        assertThat(revision(answer)).isEqualTo(seen);
    }

    @Test
    @DisplayName("a hundred callers may follow; the next is told to come later, until one of them leaves")
    void tooMany() {
        for (int i = 0; i < HeldAnswers.MOST; i++) {
            feed.list(Query.parse("seen=" + seen), () -> clock.ticks() > 1_000_005_000L);
        }
        assertThat(follow().join().status()).isEqualTo(503);
        clock.pass(Duration.ofSeconds(10));
        assertThat(follow()).isNotDone();
    }
}

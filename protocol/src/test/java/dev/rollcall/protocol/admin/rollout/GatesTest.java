// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.protocol.ManualClock;
import dev.rollcall.protocol.SilentTab;
import dev.rollcall.protocol.command.JournalJson;
import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.wire.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GatesTest {

    private final ManualClock clock = new ManualClock(1_000_000_000);
    private final MemoryJournal journal = new MemoryJournal(clock);
    private final List<Rollcall> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(Rollcall::close);
    }

    private Rollcall start() {
        Rollcall rollcall = Rollcall.builder()
                .currentVersion("v1")
                .timer(clock)
                .journal(journal, JournalJson.INSTANCE)
                .clusterThread(Runnable::run)
                .build();
        rollcall.internals().history().start();
        started.add(rollcall);
        return rollcall;
    }

    private static CompletableFuture<Response> ask(Gates gates, String query) {
        return gates.await(Query.parse(query), () -> false).toCompletableFuture();
    }

    private static String body(CompletableFuture<Response> answer) {
        return new String(answer.join().body(), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("a hundred callers wait and hold no thread; others are refused until those have their answers")
    void tooMany() {
        Rollcall rollcall = start();
        Gates gates = new Gates(rollcall.internals());
        Connection old = SilentTab.open(rollcall, "v1");
        List<CompletableFuture<Response>> waiting = new ArrayList<>();
        for (int i = 0; i < HeldAnswers.MOST; i++) {
            waiting.add(ask(gates, "gone=v1&timeout=600"));
        }
        CompletableFuture<Response> refused = ask(gates, "gone=v1&timeout=600");
        assertThat(refused.join().status()).isEqualTo(503);
        assertThat(refused.join().headers()).containsEntry("Retry-After", "5");
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        rollcall.internals().hub().close(old, Disconnect.CLIENT_LEFT);
        clock.pass(Duration.ofSeconds(1));
        assertThat(waiting)
                .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
        SilentTab.open(rollcall, "v1");
        assertThat(ask(gates, "gone=v1&timeout=600")).isNotDone();
    }

    @Test
    @DisplayName("after a restart a gate stays shut while most tabs are not back, for a minute at most")
    void returning() {
        Rollcall before = start();
        for (int i = 0; i < 10; i++) {
            SilentTab.open(before, "v1");
        }
        clock.pass(Duration.ofSeconds(70));
        before.close();
        clock.pass(Duration.ofSeconds(5));
        Rollcall after = start();
        Gates gates = new Gates(after.internals());
        clock.pass(Duration.ofSeconds(2));
        CompletableFuture<Response> early = ask(gates, "gone=v1&timeout=3");
        clock.pass(Duration.ofSeconds(4));
        assertThat(early.join().status()).isEqualTo(504);
        assertThat(body(early)).contains("the server has just started, and 0 of 10 tabs are back");
        clock.pass(Duration.ofSeconds(60));
        assertThat(ask(gates, "gone=v1").join().status()).isEqualTo(200);
    }

    @Test
    @DisplayName("a caller that has left is forgotten")
    void left() {
        Rollcall rollcall = start();
        Gates gates = new Gates(rollcall.internals());
        SilentTab.open(rollcall, "v1");
        for (int i = 0; i < HeldAnswers.MOST; i++) {
            gates.await(Query.parse("gone=v1&timeout=600"), () -> true);
        }
        clock.pass(Duration.ofSeconds(1));
        assertThat(ask(gates, "gone=v1&timeout=600")).isNotDone();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Await;
import dev.rollcall.core.LogLines;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.telemetry.Refusals;
import dev.rollcall.core.telemetry.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardedAuthorizerTest {

    private final ManualClock clock = new ManualClock();
    private final Counts counts = new Counts();
    private final LinkedBlockingQueue<Decision> answers = new LinkedBlockingQueue<>();
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final LogLines log = LogLines.of(StatsAuthorizer.class);
    private int threads = 4;
    private @Nullable ExecutorService pool;

    @AfterEach
    void end() {
        log.close();
        blocked.countDown();
        shutDown();
    }

    private void shutDown() {
        if (pool != null) {
            pool.shutdownNow();
        }
    }

    @Test
    void yesAndNoAreHandedOnAndTheAlarmIsCalledOff() throws InterruptedException {
        assertThat(answerOf(request -> CompletableFuture.completedStage(Decision.granted())))
                .isEqualTo(Decision.granted());
        assertThat(answerOf(request -> CompletableFuture.completedStage(Decision.denied())))
                .isEqualTo(Decision.denied());
        assertThat(clock.waiting()).isZero();
        assertThat(counts.allowed).containsExactly(true, false);
    }

    @Test
    void whateverGoesWrongIsANo() throws InterruptedException {
        List<StatsAuthorizer> wrong = List.of(
                request -> {
                    throw new IllegalStateException("database away");
                },
                request -> CompletableFuture.failedStage(new IllegalStateException("database away")),
                request -> nothing(),
                request -> CompletableFuture.completedStage(nothing()),
                request -> {
                    throw new StackOverflowError("by the test");
                },
                request -> {
                    throw new NoClassDefFoundError("by the test");
                },
                request -> Undeclared.thrown(new Exception("by the test")));
        for (StatsAuthorizer authorizer : wrong) {
            assertThat(answerOf(authorizer)).isEqualTo(Decision.denied(Refusal.AUTHORIZER_FAILED));
        }
        assertThat(log.traces()).hasSize(wrong.size());
        assertThat(counts.refused).hasSize(wrong.size()).containsOnly(Refusal.AUTHORIZER_FAILED);
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void whoThinksLongerThanFiveSecondsSaysNoAndALateYesIsNotHeard() throws InterruptedException {
        CompletableFuture<Decision> never = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        ask(request -> {
            asked.countDown();
            return never;
        });
        asked.await();
        clock.advance(GuardedAuthorizer.TIMEOUT.minusMillis(1));
        assertThat(answers).isEmpty();
        clock.advance(GuardedAuthorizer.TIMEOUT);
        assertThat(answers).containsExactly(Decision.denied(Refusal.AUTHORIZER_TIMEOUT));
        never.complete(Decision.granted());
        assertThat(answers).hasSize(1);
        assertThat(counts.allowed).containsExactly(false);
    }

    @Test
    void whoBlocksIsAskedByFourThreadsAtOnceAndTheRestWaitsBoundedly() throws InterruptedException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger put = new AtomicInteger();
        GuardedAuthorizer blocking = guard(request -> {
            threads.add(Thread.currentThread());
            if (request.connectionId().equals("early")) {
                put.incrementAndGet();
            }
            awaitUnblocked();
            return CompletableFuture.completedStage(Decision.granted());
        });
        for (int i = 0; i < 4; i++) {
            blocking.ask(Requests.from("early"), answers::add);
        }
        Await.until("four are asked", () -> put.get() == 4);
        for (int i = 0; i < 1_010; i++) {
            blocking.ask(Requests.from("early"), answers::add);
        }
        assertThat(answers).hasSize(10).containsOnly(Decision.denied(Refusal.AUTHORIZER_BUSY));
        assertThat(counts.dropped).hasSize(10).containsOnly("authorizer");
        clock.advance(GuardedAuthorizer.TIMEOUT);
        assertThat(answers).hasSize(1_014).allMatch(Decision::undecided);
        assertThat(counts.refused.stream().filter(Refusal.AUTHORIZER_TIMEOUT::equals))
                .as("four were asked and gave no answer; the others found no thread")
                .hasSize(4);
        blocked.countDown();
        Await.until("the pool serves again", () -> {
            blocking.ask(Requests.from("late"), answers::add);
            return answers.contains(Decision.granted());
        });
        assertThat(put).as("those whose time was up are not asked any more").hasValue(4);
        assertThat(new HashSet<>(threads)).hasSizeLessThanOrEqualTo(4).doesNotContain(Thread.currentThread());
    }

    @Test
    void howeverItIsWrappedTheLogNamesTheOneThatFails() throws InterruptedException {
        StatsAuthorizer broken = new Broken();
        StatsAuthorizer yes = request -> CompletableFuture.completedStage(Decision.granted());
        StatsAuthorizer wrapped = StatsAuthorizer.anyOf(List.of(StatsAuthorizer.anyOf(List.of(broken)), yes));
        GuardedAuthorizer asking = guard(wrapped);
        asking.askFirst(StatsAuthorizer.denyAll());
        for (int i = 0; i < 100; i++) {
            asking.ask(Requests.from("id"), answers::add);
            assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(Decision.granted());
        }
        assertThat(log.lines())
                .as("1, 2, 4 ... 64, and although another one says yes")
                .hasSize(7)
                .allMatch(line -> line.startsWith("Stats authorizer " + Broken.class.getName() + " failed"));
        assertThat(log.traces()).singleElement().isInstanceOf(IllegalStateException.class);
        answerOf(broken);
        answerOf(StatsAuthorizer.named("site.Behind", request -> Undeclared.thrown(new Exception("by the test"))));
        assertThat(log.lines()).hasSize(9).last().asString().contains(" site.Behind failed");
    }

    @Test
    void moreThreadsAskMoreAtOnceAndALongWaitIsSaidWithTheSetting() throws InterruptedException {
        threads = 6;
        CountDownLatch six = new CountDownLatch(6);
        GuardedAuthorizer blocking = guard(request -> {
            six.countDown();
            awaitUnblocked();
            return CompletableFuture.completedStage(Decision.granted());
        });
        try (LogLines waits = LogLines.of(GuardedAuthorizer.class)) {
            for (int i = 0; i < 9; i++) {
                blocking.ask(Requests.from("id"), answers::add);
            }
            six.await();
            clock.advance(Duration.ofSeconds(3));
            blocked.countDown();
            Await.until("all are answered", () -> answers.size() == 9);
            assertThat(answers).containsOnly(Decision.granted());
            assertThat(counts.waits).hasSize(9).contains(0L, TimeUnit.SECONDS.toNanos(3));
            assertThat(waits.lines()).hasSize(2).allMatch(line -> line.contains("authorizer-threads (6 now)"));
        }
    }

    @Test
    void afterClosingTheAnswerIsNo() {
        GuardedAuthorizer closed = guard(request -> CompletableFuture.completedStage(Decision.granted()));
        shutDown();
        closed.ask(Requests.from("id"), answers::add);
        assertThat(answers).containsExactly(Decision.denied());
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void withSeveralAnyYesIsAYesAndOneThatFailsKeepsNoOtherFromBeingAsked() throws InterruptedException {
        StatsAuthorizer yes = request -> CompletableFuture.completedStage(Decision.granted());
        List<StatsAuthorizer> failing = new ArrayList<>(List.of(
                StatsAuthorizer.denyAll(),
                request -> {
                    throw new IllegalStateException("broken");
                },
                request -> CompletableFuture.failedStage(new IllegalStateException("broken")),
                request -> nothing(),
                request -> CompletableFuture.completedStage(nothing())));
        assertThat(answerOf(StatsAuthorizer.anyOf(failing)))
                .as("a failure is not silent")
                .isEqualTo(Decision.denied(Refusal.AUTHORIZER_FAILED));
        failing.add(request -> CompletableFuture.completedStage(Decision.denied(Refusal.CALLBACK_FAILED)));
        assertThat(answerOf(StatsAuthorizer.anyOf(failing))).isEqualTo(Decision.denied(Refusal.CALLBACK_FAILED));
        failing.add(yes);
        assertThat(answerOf(StatsAuthorizer.anyOf(failing))).isEqualTo(Decision.granted());
        assertThat(answerOf(StatsAuthorizer.anyOf(List.of()))).isEqualTo(Decision.denied());
    }

    @Test
    void aRequestDoesNotTellItsSecretsToALog() {
        StatsRequest request = new StatsRequest(
                "id",
                Map.of("authorization", List.of("Bearer hush")),
                Map.of("session", "hush"),
                "192.0.2.1",
                Transport.SSE,
                null);
        assertThat(request.toString()).doesNotContain("hush", "192.0.2.1");
        assertThat(request.header("authorization")).isEqualTo("Bearer hush");
        assertThat(request.header("cookie")).isNull();
    }

    private Decision answerOf(StatsAuthorizer authorizer) throws InterruptedException {
        GuardedAuthorizer one = guard(authorizer);
        one.ask(Requests.from("id"), answers::add);
        Decision answer = answers.poll(20, TimeUnit.SECONDS);
        shutDown();
        assertThat(answer).isNotNull();
        return answer;
    }

    private void ask(StatsAuthorizer authorizer) {
        guard(authorizer).ask(Requests.from("id"), answers::add);
    }

    private GuardedAuthorizer guard(StatsAuthorizer authorizer) {
        ExecutorService own = GuardedAuthorizer.threads(threads);
        pool = own;
        return new GuardedAuthorizer(authorizer, threads, own, clock, counts, new Refusals(counts, clock));
    }

    private void awaitUnblocked() {
        try {
            blocked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns what careless application code returns, despite its declared type. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // the point of it
    private static <T> T nothing() {
        return null;
    }

    private static final class Broken implements StatsAuthorizer {
        @Override
        public CompletionStage<Decision> authorize(StatsRequest request) {
            throw new IllegalStateException("database away");
        }
    }

    private static final class Counts implements Telemetry {
        private final ConcurrentLinkedQueue<Boolean> allowed = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<String> dropped = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<Refusal> refused = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<Long> waits = new ConcurrentLinkedQueue<>();

        @Override
        public void authorized(boolean yes, long nanos) {
            allowed.add(yes);
        }

        @Override
        public void authorizerWaited(long nanos) {
            waits.add(nanos);
        }

        @Override
        public void rejected(Refusal reason) {
            refused.add(reason);
        }

        @Override
        public void dropped(String queue) {
            dropped.add(queue);
        }
    }
}

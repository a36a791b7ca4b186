// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an application's authorizer without trusting it: off the event loops, at most four at once and 1,000 waiting, and
 * whatever goes wrong is a no. Thread-safe.
 */
public final class GuardedAuthorizer implements AutoCloseable {

    /** How long an authorizer may think. After that the answer is no. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(GuardedAuthorizer.class);
    private static final int THREADS = 4;
    private static final int WAITING = 1_000;

    private volatile StatsAuthorizer authorizer;
    private final Timer timer;
    private final Telemetry telemetry;
    private final ThreadPoolExecutor threads;
    private final AtomicLong failures = new AtomicLong();

    /** Starts threads when there is something to ask. */
    public GuardedAuthorizer(StatsAuthorizer authorizer, Timer timer, Telemetry telemetry) {
        this.authorizer = authorizer;
        this.timer = timer;
        this.telemetry = telemetry;
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), GuardedAuthorizer::daemon);
        threads.allowCoreThreadTimeOut(true);
    }

    /** Asks another one first; the application's only when that says no. To be called before anybody connects. */
    public synchronized void askFirst(StatsAuthorizer first) {
        StatsAuthorizer then = authorizer;
        authorizer = request -> first.authorize(request)
                .thenCompose(decision ->
                        decision.allowed() ? CompletableFuture.completedStage(decision) : then.authorize(request));
    }

    /** Asks, and hands the answer on exactly once, on any thread. */
    public void ask(StatsRequest request, Consumer<Decision> answer) {
        Question question = new Question(request, answer);
        question.timeout = timer.after(TIMEOUT, question::tooLate);
        try {
            threads.execute(question::put);
        } catch (RejectedExecutionException e) {
            telemetry.dropped("authorizer");
            question.settle(Decision.denied());
        }
    }

    /** Asks nobody any more: from now on the answer is no. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "rollcall-authorizer");
        thread.setDaemon(true);
        return thread;
    }

    private final class Question {
        private final StatsRequest request;
        private final Consumer<Decision> answer;
        private final AtomicBoolean settled = new AtomicBoolean();
        private final long start = System.nanoTime();
        private volatile Timer.@Nullable Cancellable timeout;

        Question(StatsRequest request, Consumer<Decision> answer) {
            this.request = request;
            this.answer = answer;
        }

        void put() {
            if (settled.get()) { // waited in the queue until it was too late
                return;
            }
            try {
                authorizer.authorize(request).whenComplete(this::answered);
            } catch (RuntimeException e) {
                answered(null, e);
            }
        }

        private void answered(@Nullable Decision decision, @Nullable Throwable failure) {
            if (failure != null || decision == null) {
                report("failed", failure);
            }
            settle(decision == null ? Decision.denied() : decision);
        }

        void tooLate() {
            if (!settled.get()) {
                report("did not answer within " + TIMEOUT, null);
            }
            settle(Decision.denied());
        }

        private void report(String what, @Nullable Throwable failure) {
            long count = failures.incrementAndGet();
            if (Long.bitCount(count) == 1) { // 1, 2, 4, 8...: often enough to be seen, too rare to flood
                LOG.warn(
                        "The stats authorizer {}, which counts as no; {} times so far. connectionId={}",
                        what,
                        count,
                        request.connectionId(),
                        failure);
            }
        }

        void settle(Decision decision) {
            if (!settled.compareAndSet(false, true)) {
                return;
            }
            Timer.Cancellable alarm = timeout;
            if (alarm != null) {
                alarm.cancel();
            }
            telemetry.authorized(decision.allowed(), System.nanoTime() - start);
            answer.accept(decision);
        }
    }
}

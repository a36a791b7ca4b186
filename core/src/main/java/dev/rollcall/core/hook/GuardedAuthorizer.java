// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.telemetry.Refusals;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks an application's authorizer without trusting it: off the event loops, at most four at once and 1,000 waiting, who
 * take turns by address. What goes wrong is a no; what cannot be answered in time is undecided. Thread-safe.
 */
public final class GuardedAuthorizer implements AutoCloseable {

    /** How long a question may take, waiting included. After that it is undecided. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int THREADS = 4;
    private static final int WAITING = 1_000;

    private volatile StatsAuthorizer authorizer;
    private final Timer timer;
    private final Telemetry telemetry;
    private final Refusals refusals;
    private final ThreadPoolExecutor threads;
    private final FairSlots slots = new FairSlots(THREADS, WAITING);

    /** Starts threads when there is something to ask. */
    public GuardedAuthorizer(StatsAuthorizer authorizer, Timer timer, Telemetry telemetry, Refusals refusals) {
        this.authorizer = authorizer;
        this.timer = timer;
        this.telemetry = telemetry;
        this.refusals = refusals;
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), GuardedAuthorizer::daemon);
        threads.allowCoreThreadTimeOut(true);
    }

    /** Asks another one first; the application's only when that says no. To be called before anybody connects. */
    public synchronized void askFirst(StatsAuthorizer first) {
        authorizer = StatsAuthorizer.anyOf(List.of(first, authorizer));
    }

    /** Asks, and hands the answer on exactly once, on any thread. */
    public void ask(StatsRequest request, Consumer<Decision> answer) {
        Question question = new Question(request, answer);
        question.timeout = timer.after(TIMEOUT, question::tooLate);
        slots.submit(request.network(), question);
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

    private final class Question implements FairSlots.Job {
        private final StatsRequest request;
        private final Consumer<Decision> answer;
        private final AtomicBoolean settled = new AtomicBoolean();
        private final long start = System.nanoTime();
        private volatile Timer.@Nullable Cancellable timeout;

        Question(StatsRequest request, Consumer<Decision> answer) {
            this.request = request;
            this.answer = answer;
        }

        @Override
        public boolean start() {
            if (settled.get()) { // waited until it was too late
                return false;
            }
            try {
                threads.execute(this::put);
                return true;
            } catch (RejectedExecutionException e) { // closed
                settle(Decision.denied(), null);
                return false;
            }
        }

        @Override
        public void refuse() {
            telemetry.dropped("authorizer");
            settle(Decision.denied(Refusal.AUTHORIZER_BUSY), null);
        }

        private void put() {
            try {
                authorizer.authorize(request).whenComplete(this::answered);
            } catch (RuntimeException e) {
                answered(null, e);
            } finally {
                slots.done();
            }
        }

        private void answered(@Nullable Decision decision, @Nullable Throwable failure) {
            if (failure != null || decision == null) {
                settle(Decision.denied(Refusal.AUTHORIZER_FAILED), failure);
            } else {
                settle(decision, null);
            }
        }

        void tooLate() {
            settle(Decision.denied(Refusal.AUTHORIZER_TIMEOUT), null);
        }

        private void settle(Decision decision, @Nullable Throwable failure) {
            if (!settled.compareAndSet(false, true)) {
                return;
            }
            Timer.Cancellable alarm = timeout;
            if (alarm != null) {
                alarm.cancel();
            }
            telemetry.authorized(decision.allowed(), System.nanoTime() - start);
            if (!decision.allowed()) {
                Refusal reason = decision.reason();
                refusals.note(reason == null ? Refusal.STATS : reason, request.remoteAddress(), failure);
            }
            answer.accept(decision);
        }
    }
}

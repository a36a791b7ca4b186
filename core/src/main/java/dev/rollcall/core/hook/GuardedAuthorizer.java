// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.fault.FailureLog;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.telemetry.Refusals;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
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
 * Asks an application's authorizer without trusting it: off the event loops, on a fixed number of threads, with at most
 * 1,000 questions waiting, which take turns by address. A failure means no; a question that is not answered in time is
 * undecided. Thread-safe.
 */
public final class GuardedAuthorizer {

    /** How long a question may take, waiting included. After that it is undecided. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** How long a question may wait for a thread before the log says so, in milliseconds. */
    private static final long LONG_WAIT_MILLIS = 1_000;

    private static final int WAITING = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(GuardedAuthorizer.class);

    private volatile StatsAuthorizer authorizer;
    private final Timer timer;
    private final Telemetry telemetry;
    private final Refusals refusals;
    private final Executor executor;
    private final int threads;
    private final FairSlots slots;
    private final FailureLog failures = AuthorizerFailure.log();
    private final AtomicLong longWaits = new AtomicLong();

    /**
     * Guards an authorizer.
     *
     * @param threads how many questions may block at once, 1 or more
     * @param executor where they are asked: {@link #threads}, that many. A question that it refuses is answered with no
     */
    public GuardedAuthorizer(
            StatsAuthorizer authorizer,
            int threads,
            Executor executor,
            Timer timer,
            Telemetry telemetry,
            Refusals refusals) {
        this.authorizer = NamedAuthorizer.of(authorizer);
        this.executor = executor;
        this.threads = threads;
        this.timer = timer;
        this.telemetry = telemetry;
        this.refusals = refusals;
        slots = new FairSlots(threads, WAITING);
    }

    /** Makes threads to ask on, which start when there is something to ask. Once they are shut down, every answer is no. */
    public static ExecutorService threads(int count) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                count, count, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), GuardedAuthorizer::daemon);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Sets an authorizer to ask first; the application's is asked only when that says no. To be called before anybody
     * connects.
     */
    public synchronized void askFirst(StatsAuthorizer first) {
        authorizer = NamedAuthorizer.of(StatsAuthorizer.anyOf(List.of(first, authorizer)));
    }

    /** Asks, and passes on the answer exactly once, on any thread. */
    public void ask(StatsRequest request, Consumer<Decision> answer) {
        Question question = new Question(request, answer);
        question.timeout = timer.after(TIMEOUT, question::tooLate);
        slots.submit(request.network(), question);
    }

    private void waited(long millis) {
        telemetry.authorizerWaited(TimeUnit.MILLISECONDS.toNanos(millis));
        if (millis >= LONG_WAIT_MILLIS && Long.bitCount(longWaits.incrementAndGet()) == 1) { // 1, 2, 4, 8...
            LOG.warn(
                    "Questions to the stats authorizers wait for a thread: {} so far for a second or longer. Raise"
                            + " authorizer-threads ({} now), or answer without blocking.",
                    longWaits,
                    threads);
        }
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
        private final long askedAt = timer.ticks();
        private volatile boolean hasThread;
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
            hasThread = true;
            waited(timer.ticks() - askedAt);
            try {
                executor.execute(this::put);
                return true;
            } catch (RejectedExecutionException e) { // closed
                settle(Decision.denied());
                return false;
            }
        }

        @Override
        public void refuse() {
            telemetry.dropped("authorizer");
            settle(Decision.denied(Refusal.AUTHORIZER_BUSY));
        }

        private void put() {
            try {
                authorizer.authorize(request).whenComplete(this::answered);
            } finally {
                slots.done();
            }
        }

        private void answered(@Nullable Decision decision, @Nullable Throwable failure) {
            if (failure != null || decision == null) {
                if (failure != null) {
                    AuthorizerFailure.report(failures, failure);
                }
                settle(Decision.denied(Refusal.AUTHORIZER_FAILED));
            } else {
                settle(decision);
            }
        }

        void tooLate() {
            settle(Decision.denied(hasThread ? Refusal.AUTHORIZER_TIMEOUT : Refusal.AUTHORIZER_BUSY));
        }

        private void settle(Decision decision) {
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
                refusals.note(reason == null ? Refusal.STATS : reason, request.remoteAddress());
            }
            answer.accept(decision);
        }
    }
}

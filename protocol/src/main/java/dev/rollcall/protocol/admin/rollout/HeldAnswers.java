// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.rollout;

import dev.rollcall.core.Internals;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers that are held back until there is something to say (long polling, RFC 6202). A waiting caller holds no
 * thread, and all of them together cost one look at the other nodes in each interval. Thread-safe.
 */
final class HeldAnswers {

    /* Design: hosts and proxies end answers that take long, and a status cannot be taken back once a byte was sent. So each answer
     * comes within LONGEST, and a caller that wants to wait longer asks again. */

    /** The longest time for one answer. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    /** The number of callers that may wait at a time. */
    static final int MOST = 100;

    private final Internals core;
    private final Timer timer;
    private final Duration interval;
    private final String place;
    private final List<Held> waiting = new ArrayList<>(); // the lock

    /** What a caller wants to know. */
    @FunctionalInterface
    interface Question {
        /**
         * Checks whether there is something to say.
         *
         * @param waited the time since the question was asked, in milliseconds
         * @param last whether this is the last look, so that there must be an answer
         * @return the answer; null to wait longer
         */
        @Nullable
        Response answer(long waited, boolean last);
    }

    private record Held(Question question, long since, BooleanSupplier hasLeft, CompletableFuture<Response> answer) {}

    /**
     * Begins with nobody waiting.
     *
     * @param interval the time between two looks
     * @param place where callers wait, in words that follow "100 others wait"
     */
    HeldAnswers(Internals core, Duration interval, String place) {
        this.core = core;
        this.timer = core.timer();
        this.interval = interval;
        this.place = place;
    }

    /**
     * Answers a question, now or later.
     *
     * @param hasLeft whether nobody is waiting for the answer any more
     * @return the answer; fails only when the question fails
     */
    CompletionStage<Response> ask(Question question, BooleanSupplier hasLeft) {
        return core.cluster().look().thenCompose(looked -> {
            Response now = question.answer(0, false);
            return now != null
                    ? CompletableFuture.completedStage(now)
                    : join(new Held(question, timer.ticks(), hasLeft, new CompletableFuture<>()));
        });
    }

    private CompletionStage<Response> join(Held one) {
        synchronized (waiting) {
            if (waiting.size() >= MOST) {
                return CompletableFuture.completedStage(Responses.later(
                        503, MOST + " others wait " + place + " already (expected: fewer at a time)", 5));
            }
            waiting.add(one);
            if (waiting.size() == 1) {
                timer.after(interval, this::look);
            }
        }
        return one.answer;
    }

    private void look() {
        core.cluster().look().whenComplete((looked, failure) -> {
            List<Held> all;
            synchronized (waiting) {
                all = List.copyOf(waiting);
            }
            List<Held> answered = all.stream().filter(this::isAnswered).toList();
            synchronized (waiting) {
                waiting.removeAll(answered);
                if (!waiting.isEmpty()) {
                    timer.after(interval, this::look);
                }
            }
        });
    }

    private boolean isAnswered(Held one) {
        try {
            long waited = timer.ticks() - one.since;
            boolean last = waited >= LONGEST.toMillis() || one.hasLeft.getAsBoolean();
            Response answer = one.question.answer(waited, last);
            return answer != null && one.answer.complete(answer);
        } catch (RuntimeException e) { // The others go on waiting.
            return one.answer.completeExceptionally(e);
        }
    }
}

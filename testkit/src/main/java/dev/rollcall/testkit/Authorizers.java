// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import dev.rollcall.core.hook.StatsAuthorizer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stats authorizers for tests. */
public final class Authorizers {

    private Authorizers() {}

    /** Returns an authorizer that says yes to everybody. */
    public static StatsAuthorizer everybody() {
        return request -> CompletableFuture.completedStage(StatsAuthorizer.Decision.granted());
    }

    /** Returns an authorizer that says what the switch says at that moment. */
    public static StatsAuthorizer switched(AtomicBoolean allowed) {
        return request -> CompletableFuture.completedStage(new StatsAuthorizer.Decision(allowed.get(), null));
    }

    /** An authorizer whose questions wait until the test answers them. Thread-safe. */
    public static final class Asked implements StatsAuthorizer {

        private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();

        /** Makes an authorizer without questions. */
        public Asked() {}

        @Override
        public CompletionStage<Decision> authorize(StatsRequest request) {
            Question question = new Question(request, new CompletableFuture<>());
            questions.add(question);
            return question.answer;
        }

        /** Waits for the next question and returns it. */
        public Question next() {
            try {
                Question question = questions.poll(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS);
                if (question == null) {
                    throw new AssertionError("question to the authorizer: none (expected: one)");
                }
                return question;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }

        /** Returns whether no question waits. */
        public boolean isIdle() {
            return questions.isEmpty();
        }
    }

    /**
     * A question and the place for its answer.
     *
     * @param request the request
     * @param answer to be completed by the test
     */
    public record Question(StatsAuthorizer.StatsRequest request, CompletableFuture<StatsAuthorizer.Decision> answer) {

        /** Answers yes. */
        public void yes() {
            answer.complete(StatsAuthorizer.Decision.granted());
        }

        /** Answers no. */
        public void no() {
            answer.complete(StatsAuthorizer.Decision.denied());
        }
    }
}

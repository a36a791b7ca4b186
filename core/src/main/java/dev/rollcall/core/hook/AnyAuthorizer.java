// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Any yes is a yes. One that fails does not keep the next from being asked. Thread-safe. */
final class AnyAuthorizer implements StatsAuthorizer {

    private final List<StatsAuthorizer> authorizers;

    AnyAuthorizer(List<StatsAuthorizer> authorizers) {
        this.authorizers = authorizers;
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        return ask(request, 0, new Answer(Decision.denied(), null));
    }

    private CompletionStage<Decision> ask(StatsRequest request, int index, Answer soFar) {
        if (index == authorizers.size()) {
            return soFar.stage();
        }
        return answer(authorizers.get(index), request)
                .thenCompose(next -> next.decision().allowed()
                        ? CompletableFuture.completedStage(next.decision())
                        : ask(request, index + 1, soFar.or(next)));
    }

    private static CompletionStage<Answer> answer(StatsAuthorizer authorizer, StatsRequest request) {
        CompletionStage<Decision> answer;
        try {
            answer = Objects.requireNonNull(authorizer.authorize(request), "authorize returned null");
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedStage(e);
        }
        return answer.handle((decision, e) -> decision != null
                ? new Answer(decision, null)
                : new Answer(Decision.denied(), e == null ? new NullPointerException("no decision") : e));
    }

    /** What was answered without a yes: the decision that tells most, and the first failure; null when there was none. */
    private record Answer(Decision decision, @Nullable Throwable failure) {

        Answer or(Answer next) {
            boolean tellsMore = next.decision.undecided()
                    ? !decision.undecided()
                    : decision.reason() == null && next.decision.reason() != null;
            return new Answer(tellsMore ? next.decision : decision, failure == null ? next.failure : failure);
        }

        CompletionStage<Decision> stage() {
            return failure == null || decision.undecided()
                    ? CompletableFuture.completedStage(decision)
                    : CompletableFuture.failedStage(failure);
        }
    }
}

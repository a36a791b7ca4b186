// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.fault.FailureLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Says yes when any authorizer does. When one fails, the next is still asked, and the failure is logged, whatever the
 * others say. Thread-safe.
 */
final class AnyAuthorizer implements StatsAuthorizer {

    private final List<StatsAuthorizer> authorizers;
    private final FailureLog failures = AuthorizerFailure.log();

    AnyAuthorizer(List<StatsAuthorizer> authorizers) {
        this.authorizers = authorizers.stream().map(NamedAuthorizer::of).toList();
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

    private CompletionStage<Answer> answer(StatsAuthorizer authorizer, StatsRequest request) {
        return authorizer
                .authorize(request)
                .handle((decision, failure) -> failure == null
                        ? new Answer(decision, null)
                        : new Answer(Decision.denied(), AuthorizerFailure.report(failures, failure)));
    }

    /** The answer without a yes: the decision that tells most, and the first failure; null when there was none. */
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

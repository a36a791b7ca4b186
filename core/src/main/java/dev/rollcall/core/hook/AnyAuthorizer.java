// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Any yes is a yes. One that fails counts as a no and does not keep the next from being asked. Thread-safe. */
final class AnyAuthorizer implements StatsAuthorizer {

    private static final Logger LOG = LoggerFactory.getLogger(AnyAuthorizer.class);

    private final List<StatsAuthorizer> authorizers;

    AnyAuthorizer(List<StatsAuthorizer> authorizers) {
        this.authorizers = authorizers;
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        return ask(request, 0);
    }

    private CompletionStage<Decision> ask(StatsRequest request, int index) {
        if (index == authorizers.size()) {
            return CompletableFuture.completedStage(Decision.denied());
        }
        return guarded(authorizers.get(index), request)
                .thenCompose(decision ->
                        decision.allowed() ? CompletableFuture.completedStage(decision) : ask(request, index + 1));
    }

    private static CompletionStage<Decision> guarded(StatsAuthorizer authorizer, StatsRequest request) {
        CompletionStage<Decision> answer;
        try {
            answer = Objects.requireNonNull(authorizer.authorize(request), "authorize returned null");
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedStage(e);
        }
        return answer.handle((decision, e) -> {
            if (decision != null) {
                return decision;
            }
            LOG.debug("A stats authorizer failed; that counts as no. connectionId={}", request.connectionId(), e);
            return Decision.denied();
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.fault.FailureLog;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The failure of an authorizer of the application. It names the innermost authorizer, however many wrappers surround
 * it, and is logged once, by whichever part of Rollcall notices it first.
 */
final class AuthorizerFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(StatsAuthorizer.class);

    private final String authorizer;
    private final transient AtomicBoolean reported = new AtomicBoolean();

    private AuthorizerFailure(String authorizer, Throwable cause) {
        super(authorizer, cause, false, false);
        this.authorizer = authorizer;
    }

    /** Returns a log for failures of authorizers. */
    static FailureLog log() {
        return new FailureLog(LOG, "Stats authorizer", "that counts as no");
    }

    /** Asks an authorizer. Never throws: whatever goes wrong fails the stage with an {@code AuthorizerFailure}. */
    static CompletionStage<Decision> ask(String name, StatsAuthorizer authorizer, StatsRequest request) {
        CompletableFuture<Decision> answer = new CompletableFuture<>();
        try {
            Objects.requireNonNull(authorizer.authorize(request), "authorize returned null")
                    .whenComplete((decision, failure) -> answered(answer, name, decision, failure));
        } catch (Throwable e) { // whatever foreign code throws, including errors and undeclared exceptions
            answer.completeExceptionally(of(name, e));
        }
        return answer;
    }

    private static void answered(
            CompletableFuture<Decision> answer, String name, @Nullable Decision decision, @Nullable Throwable failure) {
        if (decision != null && failure == null) {
            answer.complete(decision);
        } else {
            answer.completeExceptionally(
                    of(name, failure == null ? new NullPointerException("the stage completed with null") : failure));
        }
    }

    private static AuthorizerFailure of(String name, Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof AuthorizerFailure inner ? inner : new AuthorizerFailure(name, cause);
    }

    /** Logs the failure of {@link #ask}, unless it was logged before, and returns it. */
    static AuthorizerFailure report(FailureLog log, Throwable failure) {
        AuthorizerFailure known = of("", failure);
        if (known.reported.compareAndSet(false, true)) {
            log.failed(known.authorizer, Objects.requireNonNullElse(known.getCause(), known));
        }
        return known;
    }
}

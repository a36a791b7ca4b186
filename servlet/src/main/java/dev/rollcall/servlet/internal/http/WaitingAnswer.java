// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.http;

import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a response on the container's thread, where a filter makes it impossible to send it later. */
public final class WaitingAnswer {

    private WaitingAnswer() {}

    /**
     * Returns the response. Blocks; after {@link AsyncExchange#TIMEOUT}, or a failure, the work is abandoned and the answer is
     * 500.
     */
    public static Response of(Verdict.Later later) {
        try {
            return later.response().toCompletableFuture().get(AsyncExchange.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The contract has logged a failure of its own; it promises an answer within its own limits.
        }
        later.abandon();
        return HttpErrors.FAILED;
    }
}

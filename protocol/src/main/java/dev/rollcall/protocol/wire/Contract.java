// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import dev.rollcall.core.telemetry.Refusal;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything a host asks of the contract. {@code Protocol} implements it; a program that serves pages of its own beside
 * Rollcall can wrap it. Thread-safe.
 */
public interface Contract {

    /**
     * Decides what to do with a request. Neither blocks nor throws; hosts call it on an event loop.
     *
     * @param request a whole request, body included; the host itself answers 413 when a body is longer than
     *     {@link Request#MAX_BODY_BYTES}
     * @return what the host must do; see {@link Verdict#carryOut}
     */
    Verdict decide(Request request);

    /**
     * Counts a request that the host refused by itself, because it was not HTTP or was malformed.
     *
     * @param reason why: {@link Refusal#http} of the status that the host sent, or that it has no capacity
     */
    void rejected(Refusal reason);

    /**
     * Takes from a host what tells whether it can still serve. While one of the hosts cannot, liveness probes get 503.
     *
     * @param alive asked on any thread; must not block. True when the host has been closed
     */
    void watch(BooleanSupplier alive);

    /**
     * Sends all tabs away in order, before the host closes. Lets no tab in any longer, tells each when to come back, each
     * at a different time so that they do not all arrive elsewhere at once, and ends the connections. Only the first call
     * has an effect; later ones return the result of the first.
     *
     * @param grace how long it may take; the host then closes the connections that are left
     * @return completes when the last tab has gone, or when the grace period is over
     */
    CompletionStage<@Nullable Void> drain(Duration grace);
}

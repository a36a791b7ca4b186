// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.protocol.wire.Request;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells who a request comes from, as the application's own authentication knows: gives the request back with its
 * {@linkplain Request#withIdentity identity}; null when there is nothing to find out. Called on event loops, so it must
 * not block. Thread-safe.
 */
@FunctionalInterface
public interface RequestInsight extends Function<Request, @Nullable CompletionStage<Request>> {

    /** Knows nothing. */
    static RequestInsight none() {
        return request -> null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.protocol.http.Request;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the application knows of a request besides what came over the wire: who is signed in, say. Gives the request back
 * with further headers, whose names begin with a space, which none on the wire can, so nobody can forge one; null when
 * there is nothing to find out. Called on event loops, so it must not block. Thread-safe.
 */
@FunctionalInterface
public interface RequestInsight extends Function<Request, @Nullable CompletionStage<Request>> {

    /** Knows nothing. */
    static RequestInsight none() {
        return request -> null;
    }
}

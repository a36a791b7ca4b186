// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.embedded;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A stand-in for your application's own session store: a database, a cache, another service. Thread-safe. */
@FunctionalInterface
public interface Sessions {

    /** Returns the role of the person that a session belongs to, or null if there is no such session. Must not block. */
    CompletionStage<@Nullable String> roleOf(String sessionId);
}

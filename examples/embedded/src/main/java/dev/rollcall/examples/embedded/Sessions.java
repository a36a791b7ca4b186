// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.embedded;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stands for your application's own session store: a database, a cache, another service. Thread-safe. */
@FunctionalInterface
public interface Sessions {

    /** The role of the person a session belongs to; null when there is no such session. Must not block. */
    CompletionStage<@Nullable String> roleOf(String sessionId);
}

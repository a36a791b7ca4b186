// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.session;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import org.jspecify.annotations.Nullable;

/** What a session allows the person who is signed in by it. May block. Thread-safe. */
@FunctionalInterface
public interface SessionRights {

    /**
     * Returns whether the person may see stats now; null when nobody is signed in by the session any longer.
     *
     * @param key what {@link RequestSessions#key} has returned
     * @throws RuntimeException what the store of the sessions throws when it cannot be asked
     */
    @Nullable
    Decision now(String key);
}

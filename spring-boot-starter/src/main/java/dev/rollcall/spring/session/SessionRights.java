// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.session;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;

/** What a session allows the person who is signed in by it. May block. Thread-safe. */
@FunctionalInterface
public interface SessionRights {

    /**
     * Returns whether the person may see stats now; no when the session has ended.
     *
     * @param key what {@link RequestSessions#key} has returned
     */
    Decision now(String key);
}

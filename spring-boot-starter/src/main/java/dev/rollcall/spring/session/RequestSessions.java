// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.session;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of an application, looked at without using them: a tab sends requests by itself, and these must not keep a session
 * alive that ends when its person does nothing. A method may block where a store has to be asked, and then throws what the store
 * throws. Thread-safe.
 */
public interface RequestSessions {

    /** Returns a key of the session that a request belongs to; null when there is none. A secret, like the id of a session. */
    @Nullable
    String key(HttpServletRequest request);

    /** Returns the id that a session has now; null when it has ended. */
    @Nullable
    String id(String key);

    /** Returns an attribute of a session as it is now; null when there is no such attribute, or the session has ended. */
    @Nullable
    Object attribute(String key, String name);
}

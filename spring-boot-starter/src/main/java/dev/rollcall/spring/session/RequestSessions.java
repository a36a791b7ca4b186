// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.session;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of an application, looked at without using them: a tab's requests come by themselves, and must not keep alive what
 * ends when a person does nothing. Thread-safe.
 */
public interface RequestSessions {

    /** Returns a key of the session that a request belongs to; null when there is none. Not for the outside. */
    @Nullable
    String key(HttpServletRequest request);

    /** Returns the id that a session has now; null when it has ended. */
    @Nullable
    String id(String key);

    /** Returns an attribute of a session as it is now; null when there is no such attribute, or the session has ended. */
    @Nullable
    Object attribute(String key, String name);
}

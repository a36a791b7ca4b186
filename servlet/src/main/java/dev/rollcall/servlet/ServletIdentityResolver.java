// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet;

import dev.rollcall.core.hook.Identity;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the person a servlet request comes from, from the application's own authentication. Called on the container's
 * thread, in the servlet. Thread-safe.
 */
@FunctionalInterface
public interface ServletIdentityResolver {

    /** Returns the person a request comes from; null when nobody is signed in. */
    @Nullable
    Identity resolve(HttpServletRequest request);

    /** Returns a resolver that knows nobody: the default. */
    static ServletIdentityResolver none() {
        return request -> null;
    }
}

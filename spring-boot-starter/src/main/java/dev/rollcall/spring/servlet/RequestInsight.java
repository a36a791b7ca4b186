// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.core.hook.Identity;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Tells who a request comes from, as the application's own authentication knows. Called on the container's thread, in the
 * servlet. Thread-safe.
 */
@FunctionalInterface
public interface RequestInsight {

    /** Returns who the request comes from; null when nobody is signed in. */
    @Nullable
    Identity of(HttpServletRequest request);

    /** Knows nobody: the default. */
    static RequestInsight none() {
        return request -> null;
    }
}

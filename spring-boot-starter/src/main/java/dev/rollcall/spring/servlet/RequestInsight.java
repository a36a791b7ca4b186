// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;

/**
 * What the application knows of a request besides what came over the wire: who is signed in, say. Called on the
 * container's thread, in the servlet. Thread-safe.
 */
@FunctionalInterface
public interface RequestInsight {

    /**
     * Facts to hand on to the contract in the place of headers.
     *
     * @return names and values; each name begins with a space, which none on the wire can, so nobody can forge one
     */
    Map<String, String> of(HttpServletRequest request);

    /** Knows nothing: the default. */
    static RequestInsight none() {
        return request -> Map.of();
    }
}

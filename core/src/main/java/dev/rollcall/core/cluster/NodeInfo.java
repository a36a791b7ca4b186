// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.cluster;

import org.jspecify.annotations.Nullable;

/**
 * What does not change of a node while it runs.
 *
 * @param name the name that people know it by
 * @param software the version of Rollcall that it runs
 * @param room how many connections it admits; null for as many as come
 */
public record NodeInfo(
        String name, String software, @Nullable Integer room) {

    /** That of a node that nobody has described yet. */
    public static final NodeInfo UNKNOWN = new NodeInfo("", "", null);
}

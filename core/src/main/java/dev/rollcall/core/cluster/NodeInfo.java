// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.cluster;

import org.jspecify.annotations.Nullable;

/**
 * The facts about a node that do not change while it runs.
 *
 * @param name the name that people know it by
 * @param software the version of Rollcall that it runs
 * @param room how many connections it admits; null for no limit
 */
public record NodeInfo(
        String name, String software, @Nullable Integer room) {

    /** The info of a node that has not been described yet. */
    public static final NodeInfo UNKNOWN = new NodeInfo("", "", null);
}

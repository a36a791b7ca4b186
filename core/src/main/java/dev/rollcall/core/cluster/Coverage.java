// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.cluster;

import org.jspecify.annotations.Nullable;

/**
 * How much of the whole a picture shows.
 *
 * @param nodes the number of nodes that are there, at least 1
 * @param answered the number of them whose counts are in the picture, at least 1
 * @param reachable whether other nodes, if there are any, can be reached
 * @param moving the number of tabs that are counted while they move from a leaving node to another
 * @param missing why something is missing, for people; null when nothing is
 */
public record Coverage(
        int nodes,
        int answered,
        boolean reachable,
        int moving,
        @Nullable String missing) {

    /** Everything, on a single node. */
    public static final Coverage ALONE = new Coverage(1, 1, true, 0, null);

    /** Returns whether something is missing. */
    public boolean partial() {
        return missing != null;
    }
}

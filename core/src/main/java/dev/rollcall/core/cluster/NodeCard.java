// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.cluster;

import dev.rollcall.core.node.NodeId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node says about itself with its lease.
 *
 * @param node its identity, new at each start
 * @param name the name that people know it by; two nodes may have the same
 * @param software the version of Rollcall that it runs
 * @param state whether it is staying
 * @param uptimeMillis how long it has run
 * @param total how many connections it has
 * @param observers how many observers it has
 * @param versions its connections by version, the busiest {@value #VERSIONS}, the rest as {@code (other)}
 * @param room how many connections it admits; null for no limit
 * @param seq the number of its latest picture
 * @param watches whether somebody is looking at stats there
 * @param configured the version that its own settings name, if that was never current there; empty when there is none
 * @param current the release that is current there; null when it knows of none
 */
public record NodeCard(
        NodeId node,
        String name,
        String software,
        State state,
        long uptimeMillis,
        int total,
        int observers,
        Map<String, Integer> versions,
        @Nullable Integer room,
        long seq,
        boolean watches,
        String configured,
        @Nullable InForce current) {

    /** How many versions a card counts individually: enough for the history, which goes on while nobody is looking. */
    public static final int VERSIONS = 12;

    /** Returns this card as the node would say it some time later. */
    public NodeCard after(long millis) {
        return new NodeCard(
                node,
                name,
                software,
                state,
                uptimeMillis + millis,
                total,
                observers,
                versions,
                room,
                seq,
                watches,
                configured,
                current);
    }

    /** Returns this card as if the node knew of no release. */
    public NodeCard withoutRelease() {
        return new NodeCard(
                node,
                name,
                software,
                state,
                uptimeMillis,
                total,
                observers,
                versions,
                room,
                seq,
                watches,
                configured,
                null);
    }

    /** Returns this card with newer totals. */
    public NodeCard with(int laterTotal, int laterObservers) {
        return new NodeCard(
                node,
                name,
                software,
                state,
                uptimeMillis,
                laterTotal,
                laterObservers,
                versions,
                room,
                seq,
                watches,
                configured,
                current);
    }

    /** Whether a node is staying. */
    public enum State {
        /** It accepts tabs. */
        UP("up"),
        /** It accepts no new tabs, and sends its own to other nodes. */
        LEAVING("leaving");

        private final String wireName;

        State(String wireName) {
            this.wireName = wireName;
        }

        /** Returns the name used in JSON. */
        public String wireName() {
            return wireName;
        }
    }
}

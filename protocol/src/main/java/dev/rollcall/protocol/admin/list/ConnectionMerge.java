// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.list;

import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.node.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Merges the pages of many nodes into one, in order of arrival by their clocks. It ends where a node has more than it
 * has sent: those might have arrived before the rest.
 */
final class ConnectionMerge {

    private final Map<NodeId, String> places;
    private final List<ConnectionInfo> merged = new ArrayList<>();
    private final boolean more;

    /** The rest of one node's page. */
    private static final class Rest {
        private final NodeId node;
        private final ConnectionPage page;
        private int at;

        Rest(NodeId node, ConnectionPage page) {
            this.node = node;
            this.page = page;
        }

        boolean isEmpty() {
            return at == page.connections().size();
        }

        ConnectionInfo first() {
            return page.connections().get(at);
        }
    }

    /**
     * Merges.
     *
     * @param before where the previous page ended
     * @param most how many connections at most
     */
    ConnectionMerge(Map<NodeId, ConnectionPage> pages, ClusterCursor before, int most) {
        places = new LinkedHashMap<>(before.places());
        PriorityQueue<Rest> rests = new PriorityQueue<>(
                Comparator.comparingLong((Rest rest) -> rest.first().since()).thenComparing(rest -> rest.node.text()));
        pages.forEach((node, page) -> {
            if (!page.connections().isEmpty()) {
                rests.add(new Rest(node, page));
            }
        });
        boolean ended = true;
        while (ended && !rests.isEmpty() && merged.size() < most) {
            ended = take(rests);
        }
        more = !rests.isEmpty() || !ended;
    }

    /** Takes the first connection. Returns whether the next one is known. */
    private boolean take(PriorityQueue<Rest> rests) {
        Rest rest = rests.remove();
        merged.add(rest.first());
        places.put(rest.node, rest.page.cursors().get(rest.at++));
        if (!rest.isEmpty()) {
            rests.add(rest);
            return true;
        }
        return !rest.page.more();
    }

    List<ConnectionInfo> connections() {
        return merged;
    }

    /** Returns where the list continues; null when this was the last part. */
    @Nullable
    String cursor() {
        return more && !places.isEmpty() ? new ClusterCursor(places).text() : null;
    }
}

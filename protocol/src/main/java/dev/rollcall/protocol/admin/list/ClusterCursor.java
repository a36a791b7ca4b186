// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.list;

import dev.rollcall.core.node.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a list over many nodes continues: a place on each node whose connections were listed, as {@code NODE.CURSOR}
 * separated by {@code ~}. A node that is not named begins at its first connection.
 *
 * @param places the cursor of each node
 */
record ClusterCursor(Map<NodeId, String> places) {

    /** Returns the cursor that a text stands for; null when it stands for none. */
    static @Nullable ClusterCursor parse(String text) {
        Map<NodeId, String> places = new LinkedHashMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.split("~")) {
            int dot = part.indexOf('.');
            NodeId node = dot < 0 ? null : NodeId.parse(part.substring(0, dot));
            if (node == null) {
                return null;
            }
            places.put(node, part.substring(dot + 1));
        }
        return new ClusterCursor(places);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        places.forEach((node, cursor) -> text.append(text.isEmpty() ? "" : "~")
                .append(node.text())
                .append('.')
                .append(cursor));
        return text.toString();
    }

    String of(NodeId node) {
        return places.getOrDefault(node, "");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.forward;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one node has decided about another node's tab that asks for stats. Of the tab's cookies and secrets it carries
 * only the SHA-256 of a session's token, so that its end is noticed, and the request, which only the deciding node can
 * read. As JSON:
 *
 * <pre>{@code
 * {"connectionId":"...","delta":true,"allowed":true,"undecided":false,"left":60000,"sessions":["..."],
 *  "by":"1z141z3","sealed":"..."}
 * }</pre>
 *
 * @param presented what the tab presents for its connection
 * @param delta whether only changes are to follow the first snapshot
 * @param decision whether it may see stats
 * @param sessions the SHA-256 of each session, and of the token, that came with the request
 * @param by the node that has decided
 * @param sealed the request, for {@link Rechecks}; null when it is not needed, or too large
 */
public record ForwardedDecision(
        String presented,
        boolean delta,
        Decision decision,
        List<String> sessions,
        NodeId by,
        @Nullable String sealed) {

    /**
     * Writes the decision.
     *
     * @param now by the wall clock of this node, in milliseconds
     */
    public byte[] write(long now) {
        JsonWriter json = new JsonWriter(256).beginObject().name("connectionId").value(presented);
        DecisionJson.write(json.name("delta").value(delta), decision, now);
        json.name("sessions").value(sessions).name("by").value(by.text());
        if (sealed != null) {
            json.name("sealed").value(sealed);
        }
        return json.endObject().toBytes();
    }

    /**
     * Reads a decision.
     *
     * @param now by the wall clock of this node, in milliseconds
     * @throws IllegalArgumentException when it is not one
     */
    public static ForwardedDecision read(byte[] utf8, long now) {
        Map<String, @Nullable Object> fields = JsonTree.readOwn(utf8);
        NodeId by = fields != null && fields.get("by") instanceof String text ? NodeId.parse(text) : null;
        if (fields == null
                || by == null
                || !(fields.get("connectionId") instanceof String presented)
                || !(fields.get("sessions") instanceof List<?> sessions)) {
            throw new IllegalArgumentException("not the JSON of a decision");
        }
        return new ForwardedDecision(
                presented,
                Boolean.TRUE.equals(fields.get("delta")),
                DecisionJson.read(fields, now),
                sessions.stream().map(String::valueOf).toList(),
                by,
                fields.get("sealed") instanceof String sealed ? sealed : null);
    }
}

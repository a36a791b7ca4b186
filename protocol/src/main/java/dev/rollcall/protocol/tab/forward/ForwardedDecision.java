// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.forward;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.json.JsonWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one node has decided about a tab of another that asks for stats. The tab's cookies and secrets stay where they came;
 * of a session only the SHA-256 of its token goes along, so that its end is noticed. As JSON:
 *
 * <pre>{@code
 * {"connectionId":"...","delta":true,"allowed":true,"undecided":false,"left":60000,"sessions":["..."]}
 * }</pre>
 *
 * @param presented what the tab presents for its connection
 * @param delta whether only changes are to follow the first snapshot
 * @param allowed whether it may see stats
 * @param undecided whether that could not be decided
 * @param leftMillis how long it may; null when that does not end by itself
 * @param sessions the SHA-256 of each session, and of the token, that came with the request
 */
public record ForwardedDecision(
        String presented,
        boolean delta,
        boolean allowed,
        boolean undecided,
        @Nullable Long leftMillis,
        List<String> sessions) {

    /** Makes it of a decision, which holds from now on, by a wall clock of this node. */
    public static ForwardedDecision of(
            String presented, boolean delta, Decision decision, long nowMillis, List<String> sessions) {
        Instant until = decision.until();
        Long left = until == null ? null : Math.max(0, until.toEpochMilli() - nowMillis);
        return new ForwardedDecision(presented, delta, decision.allowed(), decision.undecided(), left, sessions);
    }

    /** Returns the decision, by the wall clock of the node that holds the tab. */
    public Decision decision(long nowMillis) {
        Long left = leftMillis;
        Instant until = left == null ? null : Instant.ofEpochMilli(nowMillis + left);
        return new Decision(allowed, until, undecided ? Refusal.AUTHORIZER_TIMEOUT : null);
    }

    /** Writes it. */
    public byte[] write() {
        JsonWriter json = new JsonWriter(256).beginObject();
        json.name("connectionId").value(presented);
        json.name("delta").value(delta);
        json.name("allowed").value(allowed);
        json.name("undecided").value(undecided);
        if (leftMillis != null) {
            json.name("left").value(leftMillis);
        }
        return json.name("sessions").value(sessions).endObject().toBytes();
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static ForwardedDecision read(byte[] utf8) {
        Map<String, @Nullable Object> fields = JsonTree.readOwn(utf8);
        if (fields == null
                || !(fields.get("connectionId") instanceof String presented)
                || !(fields.get("sessions") instanceof List<?> sessions)) {
            throw new IllegalArgumentException("not the JSON of a decision");
        }
        return new ForwardedDecision(
                presented,
                Boolean.TRUE.equals(fields.get("delta")),
                Boolean.TRUE.equals(fields.get("allowed")),
                Boolean.TRUE.equals(fields.get("undecided")),
                fields.get("left") instanceof Number left ? left.longValue() : null,
                sessions.stream().map(String::valueOf).toList());
    }
}

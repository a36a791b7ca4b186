// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.forward;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.json.JsonWriter;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision among the fields of another object. The end of a permission is given as the time left, not as a moment,
 * because the clocks of two nodes need not agree.
 *
 * <pre>{@code
 * "allowed":true,"undecided":false,"left":60000
 * }</pre>
 */
final class DecisionJson {

    private DecisionJson() {}

    /** @param now by the wall clock of this node, in milliseconds */
    static JsonWriter write(JsonWriter json, Decision decision, long now) {
        json.name("allowed").value(decision.allowed()).name("undecided").value(decision.undecided());
        Instant until = decision.until();
        if (until != null) {
            json.name("left").value(Math.max(0, until.toEpochMilli() - now));
        }
        return json;
    }

    /** @param now by the wall clock of this node, in milliseconds */
    static Decision read(Map<String, @Nullable Object> fields, long now) {
        Instant until = fields.get("left") instanceof Number left ? Instant.ofEpochMilli(now + left.longValue()) : null;
        boolean undecided = Boolean.TRUE.equals(fields.get("undecided"));
        return new Decision(
                Boolean.TRUE.equals(fields.get("allowed")), until, undecided ? Refusal.AUTHORIZER_TIMEOUT : null);
    }
}

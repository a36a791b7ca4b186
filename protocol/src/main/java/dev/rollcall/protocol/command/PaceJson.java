// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Pace;
import dev.rollcall.core.command.StopRule;
import dev.rollcall.protocol.json.JsonWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How fast a command goes, until when tabs may put it off, and when it stops: {@code {"spread","perSecond","deadline","stopWhen",
 * "confirm"}}, times in seconds. Pure functions.
 */
public final class PaceJson {

    /** The fields of a request that are read here. */
    public static final Set<String> FIELDS = Set.of("spread", "perSecond", "deadline", "stopWhen", "confirm");

    private static final Set<String> RULES = Set.of("lost", "unhealthy");

    private static final String SECONDS = "seconds, such as 300";

    private PaceJson() {}

    /**
     * Returns an order with the pace that these fields give.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    static Order read(Order order, Map<String, @Nullable Object> fields) {
        Duration spread = seconds(fields, "spread");
        Integer perSecond = whole(fields, "perSecond", "tabs a second, such as 100");
        if (perSecond != null && perSecond < 1) {
            throw new IllegalArgumentException("perSecond: " + perSecond + " (expected: 1 to " + Pace.FASTEST + ")");
        }
        Order paced = order.at(new Pace(spread == null ? Duration.ZERO : spread, perSecond == null ? 0 : perSecond));
        Duration deadline = seconds(fields, "deadline");
        Order dated = deadline == null ? paced : paced.within(deadline);
        StopRule rule = rule(fields.get("stopWhen"));
        Order ruled = rule == null ? dated : dated.until(rule);
        Integer confirmed = whole(fields, "confirm", "the number of tabs, as a dry run counts them");
        return confirmed == null ? ruled : ruled.confirmed(confirmed);
    }

    /**
     * Refuses a request that gives the pace twice.
     *
     * @throws IllegalArgumentException saying so
     */
    public static void refuseBoth(Map<String, @Nullable Object> fields) {
        if (fields.get("spread") != null && fields.get("perSecond") != null) {
            throw new IllegalArgumentException("perSecond: given with spread (expected: one of them)");
        }
    }

    private static @Nullable StopRule rule(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof Map<?, ?> rule) || !RULES.containsAll(rule.keySet())) {
            throw new IllegalArgumentException(
                    "stopWhen: does not fit (expected: {\"lost\": 5}, in percent, {\"unhealthy\": 3}, answers in a row, or both)");
        }
        return new StopRule(count(rule, "lost"), count(rule, "unhealthy"));
    }

    private static int count(Map<?, ?> rule, String name) {
        Object value = rule.get(name);
        if (value == null) {
            return 0;
        }
        if (value instanceof Integer count && count > 0) {
            return count;
        }
        throw new IllegalArgumentException("stopWhen." + name + ": does not fit (expected: a whole number from 1 on)");
    }

    private static @Nullable Duration seconds(Map<String, @Nullable Object> fields, String name) {
        Object value = fields.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() < 1e9) {
            return Duration.ofMillis(Math.round(number.doubleValue() * 1_000));
        }
        throw new IllegalArgumentException(name + ": does not fit (expected: " + SECONDS + ")");
    }

    private static @Nullable Integer whole(Map<String, @Nullable Object> fields, String name, String expected) {
        Object value = fields.get(name);
        if (value == null || value instanceof Integer) {
            return (Integer) value;
        }
        throw new IllegalArgumentException(name + ": not a whole number (expected: " + expected + ")");
    }

    /** Writes the fields that an order has, except the number that its caller confirmed. */
    static void write(JsonWriter json, Order order) {
        if (!order.pace().spread().isZero()) {
            json.name("spread").value(seconds(order.pace().spread()));
        }
        if (order.pace().perSecond() > 0) {
            json.name("perSecond").value(order.pace().perSecond());
        }
        Duration deadline = order.deadline();
        if (deadline != null) {
            json.name("deadline").value(seconds(deadline));
        }
        StopRule rule = order.stopWhen();
        if (rule != null) {
            json.name("stopWhen").beginObject();
            if (rule.lostPercent() > 0) {
                json.name("lost").value(rule.lostPercent());
            }
            if (rule.unhealthy() > 0) {
                json.name("unhealthy").value(rule.unhealthy());
            }
            json.endObject();
        }
    }

    /** Whole seconds without a fraction. */
    private static Object seconds(Duration time) {
        long millis = time.toMillis();
        if (millis % 1_000 == 0) {
            return millis / 1_000;
        }
        return millis / 1_000.0;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import dev.rollcall.core.command.Order;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.text.Checked;
import dev.rollcall.core.text.Text;
import dev.rollcall.core.text.Version;
import dev.rollcall.protocol.wire.MessageEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Orders as callers write them in JSON, fully checked. Pure functions. */
public final class OrderJson {

    private static final int MAX_TYPE = 128;

    private OrderJson() {}

    /**
     * Reads the order to release a version: {@code {"version","force"}}, and the {@linkplain PaceJson pace} of one that
     * forces.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    public static Order release(Map<String, @Nullable Object> fields) {
        if (!(fields.get("version") instanceof String version)) {
            throw new IllegalArgumentException("version: missing or not text (expected: {\"version\":\"2.0.1\"})");
        }
        if (Version.of(version) instanceof Checked.Misfit misfit) {
            throw new IllegalArgumentException(misfit.reason());
        }
        return PaceJson.read(Order.release(version, flag(fields, "force")), fields);
    }

    /**
     * Reads any other order: {@code {"action","target","message"}}, and the {@linkplain PaceJson pace} of a reload.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    public static Order command(Map<String, @Nullable Object> fields) {
        return PaceJson.read(unpaced(fields), fields);
    }

    private static Order unpaced(Map<String, @Nullable Object> fields) {
        Target target = TargetJson.read(fields.get("target"));
        Object action = fields.get("action");
        if ("message".equals(action)) {
            return Order.send(target, message(fields.get("message")));
        }
        if (fields.containsKey("message")) {
            throw new IllegalArgumentException("message: only for the action message (expected: leave it out)");
        }
        if ("reload".equals(action)) {
            return Order.reload(target);
        }
        if ("announce".equals(action)) {
            return Order.announce(target);
        }
        throw new IllegalArgumentException("action: missing or unknown (expected: reload, announce or message)");
    }

    /**
     * Reads the order to reload the tabs on a route: {@code {"route","match"}}.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    public static Order invalidateRoute(Map<String, @Nullable Object> fields) {
        if (!(fields.get("route") instanceof String route) || route.isEmpty()) {
            throw new IllegalArgumentException("route: missing (expected: {\"route\":\"/checkout\"})");
        }
        return Order.reload(TargetJson.route(route, fields.get("match")));
    }

    /**
     * Reads the same order, with a {@linkplain PaceJson pace} like any other one.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    public static Order invalidate(Map<String, @Nullable Object> fields) {
        return PaceJson.read(invalidateRoute(fields), fields);
    }

    /**
     * Reads a boolean; false when it is missing.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static boolean flag(Map<String, @Nullable Object> fields, String name) {
        Object value = fields.get(name);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw new IllegalArgumentException(name + ": not a boolean (expected: true or false)");
    }

    private static Message message(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> given) || !(given.get("type") instanceof String type)) {
            throw new IllegalArgumentException(
                    "message: missing or without a type (expected: {\"type\":\"welcome\",...})");
        }
        if (type.isBlank() || type.length() > MAX_TYPE || !Text.printable(type) || MessageEncoder.isReserved(type)) {
            throw new IllegalArgumentException("message.type: does not fit (expected: 1 to " + MAX_TYPE
                    + " printable characters, and not one of the contract's own types)");
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        given.forEach((name, field) -> fields.put(String.valueOf(name), field));
        fields.remove("type");
        return Message.of(type, fields);
    }
}

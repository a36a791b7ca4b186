// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.message.DataMessage;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.text.Version;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Commands as JSON: the one text form in which a command is stored or sent to other nodes. Its fields are those of the
 * request that asks for the command, with {@code id}, {@code at}, {@code by} and {@code via}:
 *
 * <pre>{@code
 * {"id":"m4x1-1z141z3","at":1732000000000,"by":"ci","via":"secret","version":"build-3",
 *  "action":"reload","target":{"route":"/checkout","match":"prefix"}}
 * }</pre>
 *
 * For a release, {@code version} is the released one and there is no target. An abort has the id of the other command
 * as {@code command}, and a {@code reason}. Pure functions.
 */
public final class CommandJson {

    private CommandJson() {}

    /**
     * Writes a command.
     *
     * @return UTF-8
     * @throws IllegalArgumentException when the command is {@linkplain Order#isLocal local}: it cannot leave this process
     */
    public static byte[] write(Command command) {
        JsonWriter json = new JsonWriter(256);
        write(json, command);
        return json.toBytes();
    }

    /**
     * Writes a command as the next value.
     *
     * @throws IllegalArgumentException as above
     */
    public static void write(JsonWriter json, Command command) {
        Order order = command.order();
        if (order.isLocal()) {
            throw new IllegalArgumentException("command: holds code of the application (expected: data only)");
        }
        Action action = order.action();
        json.beginObject();
        json.name("id").value(command.id()).name("at").value(command.at());
        ActorJson.write(json, command.by());
        json.name("version").value(command.version());
        json.name("action").value(action.wireName());
        if (action instanceof Action.ReleaseVersion release) {
            json.name("force").value(release.force());
        } else if (action instanceof Action.Abort abort) {
            json.name("command").value(abort.command()).name("reason").value(abort.reason());
        } else {
            json.name("target").value(TargetJson.write(order.target()));
        }
        if (action instanceof Action.Send send) {
            message(json.name("message"), send.message());
        }
        PaceJson.write(json, order);
        json.endObject();
    }

    private static void message(JsonWriter json, Message message) {
        if (!(message instanceof DataMessage data)) {
            throw new IllegalArgumentException("message: " + message + " (expected: one made by Message.of)");
        }
        json.beginObject().name("type").value(data.type());
        data.fields().forEach((name, value) -> json.name(name).value(value));
        json.endObject();
    }

    /**
     * Reads a command, with the same checks as when it was requested.
     *
     * @param utf8 what {@link #write} wrote
     * @throws IllegalArgumentException saying what does not fit
     */
    public static Command read(byte[] utf8) {
        Map<String, @Nullable Object> fields = JsonTree.readOwn(utf8);
        if (fields == null) {
            throw new IllegalArgumentException("command: not a JSON object (expected: one written by CommandJson)");
        }
        return read(fields);
    }

    /**
     * Reads a command that was part of something else.
     *
     * @throws IllegalArgumentException as above
     */
    public static Command read(Map<String, @Nullable Object> fields) {
        if (!(fields.get("at") instanceof Number at)) {
            throw new IllegalArgumentException("at: missing or not a number (expected: milliseconds since the epoch)");
        }
        Actor by = ActorJson.read(fields);
        return new Command(
                text(fields, "id"), at.longValue(), by, order(fields), Version.require(text(fields, "version")));
    }

    private static Order order(Map<String, @Nullable Object> fields) {
        if ("release".equals(fields.get("action"))) {
            return OrderJson.release(fields);
        }
        return "abort".equals(fields.get("action"))
                ? Order.abort(text(fields, "command"), text(fields, "reason"))
                : OrderJson.command(fields);
    }

    static String text(Map<String, @Nullable Object> fields, String name) {
        if (fields.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new IllegalArgumentException(name + ": missing or not text (expected: text)");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.Arrays;

/**
 * A command and what became of it as one line of JSON, for a file that other programs read:
 *
 * <pre>{@code
 * {"command":{"id":"m4x1-1z141z3","at":1732000000000,"by":"ci","via":"token","token":"3f9ac2d417be","version":"build-3",
 *  "action":"reload","target":{"route":"/checkout","match":"prefix"}},
 *  "target":"routes beginning with /checkout","matched":12,"answered":3,"nodes":3}
 * }</pre>
 *
 * Of a command that holds code of the application, {@code command} has no target. A token that was made or revoked has a line with
 * {@code entry} in place of {@code command}. Pure functions.
 */
public final class AuditLine {

    private AuditLine() {}

    /** Returns the line in UTF-8, with its line end. */
    public static byte[] of(Outcome outcome) {
        Command command = outcome.command();
        JsonWriter json = new JsonWriter(512).beginObject().name("command");
        if (command.order().isLocal()) {
            json.beginObject().name("id").value(command.id()).name("at").value(command.at());
            ActorJson.write(json, command.by());
            json.name("action").value(command.order().action().wireName()).endObject();
        } else {
            CommandJson.write(json, command);
        }
        json.name("target").value(command.object());
        json.name("matched").value(outcome.matched());
        json.name("answered").value(outcome.answered()).name("nodes").value(outcome.nodes());
        if (outcome.rollback()) {
            json.name("rollback").value(true);
        }
        return ended(json.endObject());
    }

    /** Returns the line of what is no command. */
    public static byte[] of(AuditEntry entry) {
        JsonWriter json = new JsonWriter(512).beginObject().name("entry").beginObject();
        json.name("id").value(entry.id()).name("at").value(entry.at());
        ActorJson.write(json, entry.by()).name("action").value(entry.action());
        AboutTokenJson.write(json, entry).endObject();
        return ended(json.name("target").value(entry.target()).endObject());
    }

    private static byte[] ended(JsonWriter json) {
        byte[] line = json.toBytes();
        byte[] ended = Arrays.copyOf(line, line.length + 1);
        ended[line.length] = '\n';
        return ended;
    }
}

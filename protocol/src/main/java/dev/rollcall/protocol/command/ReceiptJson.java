// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.funnel.Ended;
import dev.rollcall.core.funnel.Funnel;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.receipt.Receipt;
import dev.rollcall.core.receipt.ReceiptJournal.Kept;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of commands, as JSON: as people read it, and as a journal keeps it. Pure functions. */
public final class ReceiptJson {

    /**
     * The largest number of nodes that are kept, those that are not through first: a whole cluster that restarts needs
     * them.
     */
    private static final int MAX_NODES = 30;

    private ReceiptJson() {}

    /** Returns one receipt. */
    public static Revised one(Receipt receipt) {
        JsonWriter json = new JsonWriter(512);
        write(json, receipt);
        return Revised.of(json.toBytes());
    }

    /** Returns receipts, in their order. */
    public static Revised list(List<Receipt> receipts) {
        JsonWriter json = new JsonWriter(1_024).beginObject().name("commands").beginArray();
        receipts.forEach(receipt -> write(json, receipt));
        return Revised.of(json.endArray().endObject().toBytes());
    }

    private static void write(JsonWriter json, Receipt receipt) {
        Command command = receipt.command();
        json.beginObject().name("id").value(command.id());
        json.name("action").value(command.order().action().wireName());
        json.name("target").value(command.object());
        if (command.order().action() instanceof Action.ReleaseVersion) {
            json.name("version").value(command.version());
        }
        json.name("at").value(command.at()).name("by").value(command.by().name());
        json.name("state").value(receipt.state().wireName());
        Ended ended = receipt.ended();
        if (ended != null) {
            json.name("reason").value(ended.reason()).name("endedBy").value(ended.by());
        }
        PaceJson.write(json, command.order());
        json.name("until").value(receipt.until());
        json.name("matched").value(receipt.matched());
        json.name("funnel").beginObject();
        receipt.places().forEach((place, count) -> json.name(place.wireName()).value(count));
        json.endObject();
        if (receipt.deferredUntil() > 0) {
            json.name("deferredUntil").value(receipt.deferredUntil());
        }
        json.name("versions").counts(receipt.versions());
        json.name("reasons").counts(receipt.reasons());
        if (receipt.nodes() > 1 || receipt.missing() != null) {
            json.name("answered").value(receipt.answered()).name("nodes").value(receipt.nodes());
        }
        if (receipt.missing() != null) {
            json.name("missing").value((Object) receipt.missing());
        }
        json.endObject();
    }

    /** Writes what is kept about a command. */
    static byte[] keep(Kept kept) {
        JsonWriter json = new JsonWriter(1_024).beginObject();
        CommandJson.write(json.name("command"), kept.command());
        FunnelJson.ended(json.name("ended"), kept.ended());
        json.name("nodes").beginObject();
        kept.funnels().entrySet().stream()
                .sorted((one, other) ->
                        Boolean.compare(one.getValue().over(), other.getValue().over()))
                .limit(MAX_NODES)
                .forEach(entry -> {
                    json.name(entry.getKey().text()).beginObject();
                    FunnelJson.write(json, entry.getValue());
                    json.endObject();
                });
        return json.endObject().endObject().toBytes();
    }

    /**
     * Reads what is kept about a command.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    static Kept readKept(byte[] bytes) {
        Map<String, @Nullable Object> fields = JsonTree.readOwn(bytes);
        if (fields == null || !(fields.get("nodes") instanceof Map<?, ?> nodes)) {
            throw new IllegalArgumentException("not a receipt");
        }
        Map<NodeId, Funnel> funnels = new HashMap<>();
        nodes.forEach((name, funnel) -> {
            NodeId node = NodeId.parse(String.valueOf(name));
            if (node != null) {
                funnels.put(node, FunnelJson.read(object(funnel)));
            }
        });
        return new Kept(
                CommandJson.read(object(fields.get("command"))), FunnelJson.ended(fields.get("ended")), funnels);
    }

    @SuppressWarnings("unchecked") // a JSON tree has no other maps
    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            return (Map<String, @Nullable Object>) object;
        }
        throw new IllegalArgumentException("missing or not an object");
    }
}

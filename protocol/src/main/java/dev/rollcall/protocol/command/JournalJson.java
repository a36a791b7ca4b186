// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import dev.rollcall.core.JournalCodec;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.core.receipt.ReceiptJournal.Kept;
import dev.rollcall.core.rollout.Release;
import dev.rollcall.core.stats.History.Sample;
import dev.rollcall.protocol.json.HistoryJson;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a journal keeps, as JSON. Readers ignore unknown fields, so that later versions may add some. Stateless.
 */
public final class JournalJson implements JournalCodec {

    /** The only one. */
    public static final JournalJson INSTANCE = new JournalJson();

    /** Text for people may be long; this much of it fits, whatever its characters. */
    private static final int MAX_WORDS = 600;

    private static final int MAX_NAME = 100;

    private JournalJson() {}

    @Override
    public byte[] write(Release release) {
        JsonWriter json = new JsonWriter(256).beginObject().name("id").value(release.id());
        json.name("version").value(release.version());
        json.name("force").value(release.force()).name("rollback").value(release.rollback());
        json.name("at").value(release.at());
        by(json, release.by());
        json.name("told").value(release.told());
        return json.name("number").value(release.number()).endObject().toBytes();
    }

    @Override
    public Release readRelease(byte[] bytes) {
        return ReleaseMemoryJson.release(object(bytes));
    }

    @Override
    public byte[] write(AuditEntry entry) {
        JsonWriter json = new JsonWriter(256).beginObject().name("id").value(entry.id());
        json.name("at").value(entry.at());
        by(json, entry.by());
        json.name("action").value(entry.action());
        json.name("target").value(cut(entry.target(), MAX_WORDS));
        json.name("detail").value(cut(entry.detail(), MAX_NAME + MAX_NAME));
        json.name("matched").value(entry.matched());
        json.name("answered").value(entry.answered()).name("nodes").value(entry.nodes());
        json.name("rollback").value(entry.rollback());
        json.name("finished").value(entry.finished());
        return AboutTokenJson.write(json, entry).endObject().toBytes();
    }

    @Override
    public AuditEntry readAudit(byte[] bytes) {
        Map<String, @Nullable Object> fields = object(bytes);
        return new AuditEntry(
                CommandJson.text(fields, "id"),
                ReleaseMemoryJson.number(fields, "at"),
                ActorJson.read(fields),
                CommandJson.text(fields, "action"),
                CommandJson.text(fields, "target"),
                CommandJson.text(fields, "detail"),
                Math.toIntExact(ReleaseMemoryJson.number(fields, "matched")),
                Math.toIntExact(ReleaseMemoryJson.number(fields, "answered")),
                Math.toIntExact(ReleaseMemoryJson.number(fields, "nodes")),
                OrderJson.flag(fields, "rollback"),
                OrderJson.flag(fields, "finished"),
                AboutTokenJson.read(fields));
    }

    @Override
    public byte[] write(Kept kept) {
        return ReceiptJson.keep(kept);
    }

    @Override
    public Kept readReceipt(byte[] bytes) {
        return ReceiptJson.readKept(bytes);
    }

    @Override
    public byte[] write(List<Sample> samples) {
        return HistoryJson.of(samples);
    }

    @Override
    public List<Sample> readSamples(byte[] bytes) {
        return HistoryJson.read(bytes);
    }

    private static void by(JsonWriter json, Actor actor) {
        ActorJson.write(json, new Actor(cut(actor.name(), MAX_NAME), actor.via(), actor.token(), actor.address()));
    }

    /** Returns as much of a text as is kept, and never half a character. */
    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "\u2026";
    }

    private static Map<String, @Nullable Object> object(byte[] bytes) {
        Map<String, @Nullable Object> fields = JsonTree.readOwn(bytes);
        if (fields == null) {
            throw new IllegalArgumentException("not a JSON object");
        }
        return fields;
    }
}

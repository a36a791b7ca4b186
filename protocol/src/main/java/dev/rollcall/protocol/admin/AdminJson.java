// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.cluster.Coverage;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.core.command.ConfirmationException;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.receipt.Receipt;
import dev.rollcall.core.rollout.Release;
import dev.rollcall.core.stats.Stats;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.telemetry.Refusals;
import dev.rollcall.protocol.command.AboutTokenJson;
import dev.rollcall.protocol.command.ActorJson;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answers of the admin endpoints about releases, commands, the past and nodes. Pure functions. */
final class AdminJson {

    private AdminJson() {}

    /**
     * Returns the answer to a release, still open: what became of it, or what would become of it.
     *
     * @param warning what contradicts it; null when nothing does
     */
    static JsonWriter release(Outcome outcome, @Nullable String warning) {
        JsonWriter json = opened(outcome);
        if (warning != null) {
            json.name("warning").value((Object) warning);
        }
        json.name("version").value(outcome.command().version());
        return matched(rollback(json.name("previous").value(outcome.previous()), outcome.rollback()), outcome);
    }

    /** Returns the answer to any other command, still open. */
    static JsonWriter command(Outcome outcome) {
        Order order = outcome.command().order();
        JsonWriter json = opened(outcome).name("action").value(order.action().wireName());
        return matched(json.name("target").value(order.target().toString()), outcome);
    }

    /** Returns the answer to invalidate-route, still open, in the form of 1.x; the same for a dry run. */
    static JsonWriter invalidated(Outcome outcome) {
        Target target = outcome.command().order().target();
        String route = target instanceof Target.Route it ? it.pattern() : target.toString();
        return matched(ok().name("route").value(route), outcome);
    }

    /** Returns why a command that makes too many tabs reload was refused. */
    static byte[] unconfirmed(ConfirmationException refused) {
        JsonWriter json = new JsonWriter(256).beginObject().name("ok").value(false);
        json.name("error").value(String.valueOf(refused.getMessage()));
        json.name("confirm").value(refused.matched()).name("matched").value(refused.matched());
        return json.name("total").value(refused.total()).endObject().toBytes();
    }

    /**
     * Returns the answer to an abort.
     *
     * @param outcome what came of it; null when there was nothing left to abort
     */
    static byte[] aborted(Receipt receipt, @Nullable Outcome outcome) {
        JsonWriter json = ok().name("id").value(receipt.command().id());
        json.name("state").value((outcome == null ? receipt.state() : Receipt.State.ABORTED).wireName());
        if (outcome == null) {
            return json.name("unchanged")
                    .value(true)
                    .name("letOff")
                    .value(0)
                    .endObject()
                    .toBytes();
        }
        json.name("letOff").value(outcome.matched());
        return nodes(json, outcome).endObject().toBytes();
    }

    /** Returns the releases, with the number of tabs on each now. */
    static byte[] releases(List<Release> releases, Stats stats) {
        JsonWriter json = new JsonWriter(256).beginObject();
        json.name("current").value(stats.current()).name("releases").beginArray();
        for (Release release : releases) {
            int tabs = stats.versions().getOrDefault(release.version(), 0);
            json.beginObject().name("id").value(release.id());
            json.name("version").value(release.version());
            json.name("force").value(release.force());
            rollback(json, release.rollback());
            json.name("at").value(release.at());
            json.name("by").value(release.by().name());
            json.name("told").value(release.told());
            json.name("tabs").value(tabs);
            json.name("share").value((Object) share(tabs, stats.total()));
            json.endObject();
        }
        return json.endArray().endObject().toBytes();
    }

    /** Returns who did what. */
    static byte[] audit(List<AuditEntry> entries) {
        JsonWriter json = new JsonWriter(256).beginObject().name("entries").beginArray();
        for (AuditEntry entry : entries) {
            json.beginObject().name("id").value(entry.id());
            json.name("at").value(entry.at());
            ActorJson.write(json, entry.by());
            json.name("action").value(entry.action());
            json.name("target").value(entry.target());
            json.name("detail").value(entry.detail());
            AboutTokenJson.write(json, entry);
            json.name("matched").value(entry.matched());
            if (!entry.finished()) {
                json.name("unfinished").value(true);
            }
            rollback(json, entry.rollback()).endObject();
        }
        return json.endArray().endObject().toBytes();
    }

    /** Returns what one node has turned down. */
    static byte[] refusals(List<Refusals.Entry> entries) {
        return refusals(new JsonWriter(256).beginObject(), entries).endObject().toBytes();
    }

    /** Returns what was turned down at the nodes that answered. */
    static byte[] refusals(List<Refusals.Entry> entries, int nodes, int answered) {
        JsonWriter json = refusals(new JsonWriter(256).beginObject(), entries);
        json.name("nodes").value(nodes).name("answered").value(answered);
        if (answered < nodes) {
            json.name("missing").value((Object) ((nodes - answered) + " of " + nodes + " nodes have not answered"));
        }
        return json.endObject().toBytes();
    }

    private static JsonWriter refusals(JsonWriter json, List<Refusals.Entry> entries) {
        json.name("refusals").beginArray();
        for (Refusals.Entry entry : entries) {
            Refusal reason = entry.reason();
            json.beginObject().name("reason").value(reason.word());
            json.name("advice").value(reason.advice());
            if (!reason.setting().isEmpty()) {
                json.name("setting").value(reason.setting());
            }
            json.name("urgent").value(reason.urgent());
            json.name("count").value(entry.count());
            json.name("last").value(entry.last());
            if (entry.address() != null) {
                json.name("ip").value(entry.address());
            }
            json.endObject();
        }
        return json.endArray();
    }

    /** Returns the nodes, this one first. */
    static byte[] nodes(List<NodeCard> nodes, Coverage coverage) {
        JsonWriter json = new JsonWriter(256).beginObject().name("nodes").beginArray();
        for (int i = 0; i < nodes.size(); i++) {
            NodeCard node = nodes.get(i);
            json.beginObject().name("id").value(node.node().text());
            json.name("name").value(node.name());
            json.name("state").value(node.state().wireName());
            json.name("total").value(node.total());
            json.name("observers").value(node.observers());
            json.name("room").value((Object) node.room());
            json.name("uptime").value(node.uptimeMillis() / 1_000);
            json.name("software").value(node.software());
            json.name("here").value(i == 0).endObject();
        }
        json.endArray();
        if (!coverage.reachable()) {
            json.name("partial").value(true).name("missing").value((Object) coverage.missing());
        }
        return json.endObject().toBytes();
    }

    private static JsonWriter opened(Outcome outcome) {
        return switch (outcome.status()) {
            case GIVEN -> ok().name("id").value(outcome.command().id());
            case UNCHANGED -> ok().name("unchanged").value(true);
            case DRY_RUN -> ok().name("dryRun").value(true);
        };
    }

    private static JsonWriter matched(JsonWriter json, Outcome outcome) {
        return nodes(json.name("matched").value(outcome.matched()), outcome);
    }

    private static JsonWriter nodes(JsonWriter json, Outcome outcome) {
        if (outcome.nodes() > 1 || outcome.missing() != null) {
            json.name("answered").value(outcome.answered()).name("nodes").value(outcome.nodes());
        }
        if (outcome.missing() != null) {
            json.name("missing").value((Object) outcome.missing());
        }
        return json;
    }

    /** Writes the field only when it is true. */
    private static JsonWriter rollback(JsonWriter json, boolean rollback) {
        return rollback ? json.name("rollback").value(true) : json;
    }

    private static JsonWriter ok() {
        return new JsonWriter(128).beginObject().name("ok").value(true);
    }

    /** Returns a share in percent with one decimal, 0 to 100; 0 when nobody is connected. */
    private static double share(int tabs, int total) {
        return total == 0 ? 0 : Math.round(1_000.0 * tabs / total) / 10.0;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.rollout.Command;
import dev.rollcall.core.rollout.Release;
import dev.rollcall.core.stats.Stats;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answers of the admin endpoints about releases, commands, the past and nodes. Pure functions. */
public final class AdminJson {

    private AdminJson() {}

    /** What was announced. */
    public static byte[] release(Release release, String previous) {
        return release(ok().name("id").value(release.id()), release.version(), previous, release.told());
    }

    /** What would be announced. */
    public static byte[] plannedRelease(String version, String previous, int matched) {
        return release(ok().name("dryRun").value(true), version, previous, matched);
    }

    /** The version is in force already. */
    public static byte[] unchangedRelease(String version) {
        return release(ok().name("unchanged").value(true), version, version, 0);
    }

    /** What was commanded. */
    public static byte[] command(Command command) {
        JsonWriter json = ok().name("id").value(command.id());
        return command(json, command.action().wireName(), command.target(), command.matched());
    }

    /** What would be commanded. */
    public static byte[] plannedCommand(String action, String target, int matched) {
        return command(ok().name("dryRun").value(true), action, target, matched);
    }

    /** The answer to invalidate-route. */
    public static byte[] invalidated(String route, int matched) {
        return matched(ok().name("route").value(route), matched);
    }

    /** Releases with how many tabs are on each now. */
    public static byte[] releases(List<Release> releases, Stats stats) {
        JsonWriter json = new JsonWriter(256).beginObject();
        json.name("current").value(stats.current()).name("releases").beginArray();
        for (Release release : releases) {
            int tabs = stats.versions().getOrDefault(release.version(), 0);
            json.beginObject().name("id").value(release.id());
            json.name("version").value(release.version());
            json.name("force").value(release.force());
            json.name("at").value(release.at());
            json.name("by").value(release.by().name());
            json.name("told").value(release.told());
            json.name("tabs").value(tabs);
            json.name("share").value((Object) share(tabs, stats.total()));
            json.endObject();
        }
        return json.endArray().endObject().toBytes();
    }

    /** Who did what. */
    public static byte[] audit(List<Command> commands) {
        JsonWriter json = new JsonWriter(256).beginObject().name("entries").beginArray();
        for (Command command : commands) {
            json.beginObject().name("id").value(command.id());
            json.name("at").value(command.at());
            json.name("by").value(command.by().name());
            json.name("via").value(command.by().via().wireName());
            json.name("action").value(command.action().wireName());
            json.name("target").value(command.target());
            json.name("detail").value(command.detail());
            json.name("matched").value(command.matched());
            json.endObject();
        }
        return json.endArray().endObject().toBytes();
    }

    /** The nodes: this one. */
    public static byte[] node(String id, String software, int total, @Nullable Integer room, long uptimeSeconds) {
        JsonWriter json = new JsonWriter(256).beginObject().name("nodes").beginArray();
        json.beginObject().name("id").value(id);
        json.name("total").value(total);
        json.name("room").value((Object) room);
        json.name("uptime").value(uptimeSeconds);
        json.name("software").value(software);
        json.name("here").value(true).endObject();
        return json.endArray().endObject().toBytes();
    }

    private static byte[] release(JsonWriter json, String version, String previous, int matched) {
        return matched(json.name("version").value(version).name("previous").value(previous), matched);
    }

    private static byte[] command(JsonWriter json, String action, String target, int matched) {
        return matched(json.name("action").value(action).name("target").value(target), matched);
    }

    private static byte[] matched(JsonWriter json, int matched) {
        return json.name("matched").value(matched).endObject().toBytes();
    }

    private static JsonWriter ok() {
        return new JsonWriter(128).beginObject().name("ok").value(true);
    }

    /** In percent with one decimal, 0 to 100; 0 of nobody. */
    private static double share(int tabs, int total) {
        return total == 0 ? 0 : Math.round(1_000.0 * tabs / total) / 10.0;
    }
}

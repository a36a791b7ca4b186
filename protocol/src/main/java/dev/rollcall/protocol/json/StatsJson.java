// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.json;

import dev.rollcall.core.cluster.Coverage;
import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.stats.NodeStats;
import dev.rollcall.core.stats.Stats;
import dev.rollcall.core.stats.StatsDelta;
import dev.rollcall.core.stats.StatsMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stats as JSON: as a message, as a change, and as the answer of an admin endpoint. */
public final class StatsJson {

    private static final int CONNECTION_BYTES = 160;
    private static final int COUNT_BYTES = 32;

    private StatsJson() {}

    /** The stats object, whole. */
    public static byte[] object(Stats stats) {
        JsonWriter json = new JsonWriter(sizeOf(stats)).beginObject();
        fields(json, stats);
        return json.endObject().toBytes();
    }

    /**
     * A page of the list of connections.
     *
     * @param cursor where the list continues; null when this was the last part
     * @param nodes how many nodes there are; 0 for a node that is alone
     * @param answered how many of them the page covers
     */
    public static byte[] page(List<ConnectionInfo> connections, @Nullable String cursor, int nodes, int answered) {
        JsonWriter json = new JsonWriter(64 + connections.size() * CONNECTION_BYTES).beginObject();
        ConnectionJson.write(json.name("connections"), connections);
        if (cursor != null) {
            json.name("cursor").value(cursor);
        }
        if (nodes > 0) {
            json.name("nodes").value(nodes).name("answered").value(answered);
        }
        return json.endObject().toBytes();
    }

    /** Returns the {@code stats} message up to where the tail begins, which is the subscriber's own. */
    public static byte[] message(StatsMessage message) {
        JsonWriter json = new JsonWriter(sizeOf(message.stats()))
                .beginObject()
                .name("type")
                .value("stats");
        if (message.seq() > 0) {
            json.name("seq").value(message.seq());
        }
        fields(json, message.stats());
        return json.toBytes();
    }

    /** The {@code stats-delta} message. */
    public static byte[] delta(StatsDelta delta) {
        JsonWriter json = new JsonWriter(512).beginObject().name("type").value("stats-delta");
        json.name("seq").value(delta.seq());
        totals(json, delta.after());
        if (delta.order() != null) {
            json.name("order").value(delta.order());
        }
        json.name("versions").counts(delta.versions());
        json.name("routes").counts(delta.routes());
        transports(json, delta.after());
        json.name("observers").value(delta.after().observers());
        nodes(json, delta.nodes());
        if (!delta.after().nodes().isEmpty()) {
            coverage(json, delta.after().coverage());
        }
        json.name("connections").beginObject();
        ConnectionJson.write(json.name("added"), delta.added());
        ConnectionJson.write(json.name("changed"), delta.changed());
        json.name("removed").value(delta.removed());
        json.endObject();
        truncated(json, delta.after());
        return json.endObject().toBytes();
    }

    private static void fields(JsonWriter json, Stats stats) {
        totals(json, stats);
        json.name("order").value(stats.order());
        json.name("versions").counts(stats.versions());
        json.name("routes").counts(stats.routes());
        transports(json, stats);
        json.name("observers").value(stats.observers());
        if (!stats.nodes().isEmpty()) {
            nodes(json, stats.nodes());
            coverage(json, stats.coverage());
        }
        ConnectionJson.write(json.name("connections"), stats.connections());
        truncated(json, stats);
    }

    private static void totals(JsonWriter json, Stats stats) {
        json.name("total").value(stats.total());
        json.name("current").value(stats.current());
        json.name("outdated").value(stats.outdated());
        json.name("ahead").value(stats.ahead());
    }

    private static void transports(JsonWriter json, Stats stats) {
        json.name("transports").beginObject();
        stats.transports()
                .forEach((transport, count) -> json.name(transport.wireName()).value(count.longValue()));
        json.endObject();
    }

    private static void nodes(JsonWriter json, @Nullable List<NodeStats> nodes) {
        if (nodes == null) {
            return;
        }
        json.name("nodes").beginArray();
        for (NodeStats node : nodes) {
            json.beginObject().name("id").value(node.id().text()).name("name").value(node.name());
            json.name("state").value(node.leaving() ? "leaving" : "up");
            json.name("total").value(node.total()).endObject();
        }
        json.endArray();
    }

    private static void coverage(JsonWriter json, Coverage coverage) {
        json.name("answered").value(coverage.answered());
        // Always, because a client keeps what a change does not name.
        json.name("moving").value(coverage.moving());
        json.name("partial").value(coverage.partial());
        json.name("missing").value((Object) coverage.missing());
    }

    private static void truncated(JsonWriter json, Stats stats) {
        json.name("truncated").beginObject();
        if (stats.connectionsLeftOut() > 0) {
            json.name("connections").value(stats.connectionsLeftOut());
        }
        if (stats.routesLeftOut() > 0) {
            json.name("routes").value(stats.routesLeftOut());
        }
        json.endObject();
    }

    private static int sizeOf(Stats stats) {
        return 256
                + stats.connections().size() * CONNECTION_BYTES
                + (stats.versions().size() + stats.routes().size()) * COUNT_BYTES;
    }
}

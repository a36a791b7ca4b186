// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.deployment;

import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.deployment.DeploymentState;
import dev.rollcall.core.deployment.DeploymentState.Build;
import dev.rollcall.core.deployment.DeploymentState.Phase;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reports about the deployment, in JSON. Pure functions. */
final class DeploymentJson {

    private static final int TYPICAL_BYTES = 512;

    private DeploymentJson() {}

    /**
     * Returns how far the deployment is.
     *
     * @param state null when no address is asked
     * @param address the address that is asked, without its query
     * @param current the current version
     * @param nodes all nodes, this one first
     */
    static byte[] report(@Nullable DeploymentState state, String address, String current, List<NodeCard> nodes) {
        JsonWriter json = new JsonWriter(TYPICAL_BYTES).beginObject();
        if (state == null) {
            json.name("state").value("unwatched");
        } else {
            state(json, state);
            json.name("address").value(address);
            json.name("node").value(nodes.get(0).name());
        }
        json.name("current").value(current);
        if (state != null && state.phase().isSettled() && !current.equals(state.version())) {
            json.name("contradicts").value(true);
        }
        proposed(json, nodes);
        return json.endObject().toBytes();
    }

    /** Returns the report that the node whose turn it is to ask does not answer. */
    static byte[] silent(String watcher, String address, String current, List<NodeCard> nodes) {
        JsonWriter json = new JsonWriter(TYPICAL_BYTES).beginObject();
        json.name("state").value(Phase.UNKNOWN.wireName());
        json.name("why").value("the server that asks, " + watcher + ", does not answer this one");
        json.name("address")
                .value(address)
                .name("node")
                .value(watcher)
                .name("current")
                .value(current);
        proposed(json, nodes);
        return json.endObject().toBytes();
    }

    private static void state(JsonWriter json, DeploymentState state) {
        json.name("state").value(state.phase().wireName());
        json.name("since").value(state.since());
        if (state.version() != null) {
            json.name("version").value((Object) state.version());
        }
        if (state.why() != null) {
            json.name("why").value((Object) state.why());
        }
        json.name("builds").beginArray();
        for (Build build : state.builds()) {
            json.beginObject().name("version").value(build.version());
            json.name("answers").value(build.answers()).endObject();
        }
        json.endArray();
        json.name("inARow").value(state.inARow()).name("needed").value(state.needed());
    }

    /**
     * Writes versions that nodes were started with and that were never current: where nodes are the application, that
     * is its next build.
     */
    private static void proposed(JsonWriter json, List<NodeCard> nodes) {
        Map<String, Integer> versions = new TreeMap<>();
        int up = 0;
        for (NodeCard node : nodes) {
            if (node.state() == NodeCard.State.UP) {
                up++;
                if (!node.configured().isEmpty()) {
                    versions.merge(node.configured(), 1, Integer::sum);
                }
            }
        }
        if (!versions.isEmpty()) {
            json.name("proposed").beginObject().name("up").value(up);
            json.name("versions").counts(versions).endObject();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.wire.Response;
import dev.rollcall.testkit.client.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A tab with the client's behaviour: it polls, obeys each command once, says so, and comes back with another page. */
final class Visitor {

    private final ServedFleet served;
    private final Set<String> obeyed = new HashSet<>();
    String version;
    int reloads;

    /** The build that the visitor's site serves now. */
    String site = "v2";

    private long loaded;
    private @Nullable String id;
    private @Nullable String command;
    private @Nullable String deferred;
    boolean defers;

    Visitor(ServedFleet served, String version) {
        this.served = served;
        this.version = version;
        this.loaded = served.fleet.timer.millis() - 60_000;
    }

    /** Polls a node, and does what it is told. */
    void poll(int node) {
        StringBuilder query = new StringBuilder("route=/shop&version=" + version);
        query.append("&age=").append(served.fleet.timer.millis() - loaded);
        if (id != null) {
            query.append("&resume=").append(id);
        }
        if (command != null) {
            query.append("&command=").append(command);
        }
        Response answer = served.answer(node, query.toString());
        command = null;
        JsonNode json = Json.parse(new String(answer.body(), StandardCharsets.UTF_8));
        id = json.path("connectionId").asString();
        for (JsonNode message : json.path("messages")) {
            if (message.path("type").asString().equals("version")
                    && message.path("force").asBoolean(false)) {
                told(node, message.path("command").asString());
            }
        }
    }

    private void told(int node, String given) {
        if (given.equals(deferred)) {
            ack(node, given, "deferred");
        }
        if (!obeyed.add(given)) {
            return;
        }
        ack(node, given, "received");
        if (defers) {
            deferred = given;
            ack(node, given, "deferred");
        } else {
            reload(node, given);
        }
    }

    /** Makes the person ready. */
    void ready(int node) {
        if (deferred != null) {
            reload(node, deferred);
            deferred = null;
        }
    }

    private void reload(int node, String given) {
        ack(node, given, "reloading");
        leave(node);
        reloads++;
        command = given;
        version = site;
        loaded = served.fleet.timer.millis();
    }

    private void ack(int node, String given, String state) {
        String more = ",\"command\":\"" + given + "\",\"state\":\"" + state + "\"";
        assertThat(served.post(node, "/ack", String.valueOf(id), more).status()).isEqualTo(200);
    }

    /** Makes the page go away. */
    void leave(int node) {
        served.post(node, "/leave", String.valueOf(id), "");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.client;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * An open browser tab, whatever its transport. Opening one waits for {@code connected}, so a tab that exists is
 * counted.
 */
public interface Tab extends AutoCloseable {

    /** The first message, {@code connected}. */
    JsonNode connected();

    /** What it must present in POST requests: the public id, a dot, the proof. */
    default String connectionId() {
        return connected().path("connectionId").asString();
    }

    /** The public id, as it stands in stats. */
    default String id() {
        String whole = connectionId();
        int dot = whole.indexOf('.');
        return dot < 0 ? whole : whole.substring(0, dot);
    }

    /** Waits for the next message, {@code connected} left out. */
    JsonNode next();

    /** Waits for the next message of a type; those before it are dropped. */
    JsonNode next(String type);

    /** The messages that are here already and have not been looked at. Does not wait. */
    List<JsonNode> drain();

    /** Says that the tab has navigated. */
    void route(String route);

    /** Asks for stats: full snapshots. */
    void subscribe();

    /** Asks for stats: one snapshot, then deltas. */
    void subscribeDelta();

    /** Ends the subscription to stats. */
    void unsubscribe();

    /** Waits until the server has ended the connection. The close code on WebSocket, 0 elsewhere. */
    int end();

    /** Whether the connection has ended already. */
    boolean hasEnded();

    /** Goes away, as a closed tab does. */
    @Override
    void close();
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.client;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** An open browser tab on any transport. Opening one waits for {@code connected}, so a tab that exists is counted. */
public interface Tab extends AutoCloseable {

    /** Returns the first message, {@code connected}. */
    JsonNode connected();

    /** Returns what the tab must present in POST requests: the public id, a dot, the proof. */
    default String connectionId() {
        return connected().path("connectionId").asString();
    }

    /** Returns the public id, as shown in stats. */
    default String id() {
        String whole = connectionId();
        int dot = whole.indexOf('.');
        return dot < 0 ? whole : whole.substring(0, dot);
    }

    /** Waits for the next message after {@code connected}. */
    JsonNode next();

    /** Waits for the next message of a type; earlier ones are dropped. */
    JsonNode next(String type);

    /** Returns the messages that are here and have not been looked at. Does not wait. */
    List<JsonNode> drain();

    /** Says that the tab has navigated. */
    void route(String route);

    /** Subscribes to stats as full snapshots. */
    void subscribe();

    /** Subscribes to stats as one snapshot, then deltas. */
    void subscribeDelta();

    /** Ends the subscription to stats. */
    void unsubscribe();

    /** Waits until the server has ended the connection. Returns the close code of a WebSocket, otherwise 0. */
    int end();

    /** Returns whether the connection has ended. */
    boolean hasEnded();

    /** Goes away, as a closed tab does. */
    @Override
    void close();
}

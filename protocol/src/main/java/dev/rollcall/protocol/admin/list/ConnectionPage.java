// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.list;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.connection.Listing;
import dev.rollcall.protocol.json.ConnectionJson;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some connections of one node, in order of arrival, as it tells another. As JSON:
 * {@code {"connections":[...],"cursors":["1f-3",...],"more":true}}.
 *
 * @param connections the connections
 * @param cursors for each of them, where the list continues after it
 * @param more whether there are more after the last
 */
record ConnectionPage(List<ConnectionInfo> connections, List<String> cursors, boolean more) {

    static ConnectionPage of(Listing listing) {
        return new ConnectionPage(
                listing.connections().stream().map(ConnectionInfo::of).toList(),
                listing.connections().stream()
                        .map(Connection::cursor)
                        .map(cursor -> cursor.text())
                        .toList(),
                listing.next() != null);
    }

    byte[] write() {
        JsonWriter json = new JsonWriter(1_024).beginObject();
        ConnectionJson.write(json.name("connections"), connections);
        json.name("cursors").value(cursors).name("more").value(more);
        return json.endObject().toBytes();
    }

    /**
     * Reads what another node has answered.
     *
     * @throws IllegalArgumentException when it is not a page
     */
    static ConnectionPage read(byte[] utf8) {
        Map<String, @Nullable Object> page = JsonTree.readOwn(utf8);
        if (page == null
                || !(page.get("connections") instanceof List<?> list)
                || !(page.get("cursors") instanceof List<?> cursors)
                || cursors.size() != list.size()) {
            throw new IllegalArgumentException("not the JSON of a list of connections");
        }
        return new ConnectionPage(
                ConnectionJson.read(list),
                cursors.stream().map(String::valueOf).toList(),
                Boolean.TRUE.equals(page.get("more")));
    }
}

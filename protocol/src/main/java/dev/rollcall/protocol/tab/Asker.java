// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.protocol.http.Cookies;
import dev.rollcall.protocol.tab.input.Handshake;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tab that asks for stats presents, in its request or in its WebSocket handshake.
 *
 * @param headers the headers, names in lower case
 * @param address the client's address, as text
 * @param identity who the host knows the request to come from; null when it knows nobody
 */
record Asker(
        Map<String, List<String>> headers,
        String address,
        @Nullable Identity identity) {

    static Asker of(Handshake handshake) {
        return new Asker(handshake.headers(), handshake.address(), handshake.identity());
    }

    StatsRequest request(Connection connection) {
        return request(connection.id(), connection.transport());
    }

    StatsRequest request(String connectionId, Transport transport) {
        Map<String, String> cookies = Cookies.parse(headers.getOrDefault("cookie", List.of()));
        return new StatsRequest(connectionId, headers, cookies, address, transport, identity);
    }

    /** Leaves out headers and address, which must not reach a log. */
    @Override
    public String toString() {
        return "Asker[" + identity + "]";
    }
}

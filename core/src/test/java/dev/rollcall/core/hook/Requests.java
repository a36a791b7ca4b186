// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import java.util.Map;

/** Requests to see stats. */
final class Requests {

    private Requests() {}

    static StatsRequest from(String connectionId) {
        return new StatsRequest(connectionId, Map.of(), Map.of(), null, Transport.SSE, null);
    }
}

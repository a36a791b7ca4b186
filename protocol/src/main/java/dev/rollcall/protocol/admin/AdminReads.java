// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.rollout.Rollouts;
import dev.rollcall.core.stats.Stats;
import dev.rollcall.protocol.ProtocolOptions;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.net.InetAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the dashboard shows besides stats: the past, the releases, who did what, and this node. Thread-safe. */
final class AdminReads {

    private static final int DEFAULT_LIMIT = 200;

    private final Rollcall rollcall;
    private final AdminGate gate;
    private final ProtocolOptions options;
    private final long started;

    AdminReads(Rollcall rollcall, AdminGate gate, ProtocolOptions options) {
        this.rollcall = rollcall;
        this.gate = gate;
        this.options = options;
        this.started = rollcall.timer().millis();
    }

    /** {@code GET /admin/history}. */
    Response history(Request request, InetAddress client) {
        return read(request, client, query -> HistoryJson.of(rollcall.history().since(since(query.first("since")))));
    }

    /** {@code GET /admin/releases}. */
    Response releases(Request request, InetAddress client) {
        return read(request, client, query -> {
            Stats stats = rollcall.stats();
            return AdminJson.releases(rollcall.rollouts().releases(), stats);
        });
    }

    /** {@code GET /admin/audit}. */
    Response audit(Request request, InetAddress client) {
        return read(request, client, query -> {
            int most = query.whole("limit", DEFAULT_LIMIT, Rollouts.MAX_COMMANDS);
            return AdminJson.audit(rollcall.rollouts().commands(most));
        });
    }

    /** {@code GET /admin/nodes}: one, as long as nodes do not know of each other. */
    Response nodes(Request request, InetAddress client) {
        return read(request, client, query -> {
            long uptime = Math.max(0, rollcall.timer().millis() - started) / 1000;
            int room = options.capacity().connections();
            return AdminJson.node(
                    options.nodeId(),
                    options.software(),
                    rollcall.hub().size(),
                    room == Integer.MAX_VALUE ? null : room,
                    uptime);
        });
    }

    private Response read(Request request, InetAddress client, Function<Query, byte[]> find) {
        return gate.admit(request, client, Scope.READ, actor -> Responses.asked(request, find));
    }

    private static long since(@Nullable String value) {
        try {
            return value == null || value.isEmpty() ? 0 : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("since: not a whole number (expected: milliseconds since the epoch)", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Cursor;
import dev.rollcall.core.connection.Listing;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.stats.ConnectionInfo;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.command.RoutePatterns;
import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.json.JsonWriter;
import dev.rollcall.protocol.json.StatsJson;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.net.InetAddress;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What people and CI ask for. Nothing here waits for anything, but some of it looks at every connection, so
 * {@link Protocol} runs it off the event loops. Thread-safe.
 */
public final class AdminEndpoints {

    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 10_000;

    private final Rollcall rollcall;
    private final AdminGate gate;
    private final @Nullable Supplier<String> metrics;
    private final boolean metricsPublic;
    private final long started;

    AdminEndpoints(Rollcall rollcall, AdminGate gate, @Nullable Supplier<String> metrics, boolean metricsPublic) {
        this.rollcall = rollcall;
        this.gate = gate;
        this.metrics = metrics;
        this.metricsPublic = metricsPublic;
        this.started = rollcall.timer().millis();
    }

    /** {@code GET /health}, {@code GET /health/ready}. No secret: they tell nothing about people. 503 when not ok. */
    Response health(boolean ok) {
        long uptime = Math.max(0, rollcall.timer().millis() - started) / 1000;
        return Responses.json(
                ok ? 200 : 503,
                new JsonWriter(128)
                        .beginObject()
                        .name("ok")
                        .value(ok)
                        .name("version")
                        .value(rollcall.currentVersion())
                        .name("uptime")
                        .value(uptime)
                        .endObject()
                        .toBytes());
    }

    /** {@code GET /metrics}. */
    Response metrics(Request request, InetAddress client) {
        return metricsPublic ? metrics() : gate.admit(request, client, Scope.READ, actor -> metrics());
    }

    private Response metrics() {
        return metrics == null
                ? Responses.error(404, "this server keeps no metrics")
                : Responses.text("text/plain; version=0.0.4; charset=utf-8", metrics.get());
    }

    /** {@code GET /admin/stats}. */
    Response stats(Request request, InetAddress client) {
        return gate.admit(
                request, client, Scope.READ, actor -> Responses.json(200, StatsJson.object(rollcall.stats())));
    }

    /** {@code GET /admin/connections}. */
    Response connections(Request request, InetAddress client) {
        return gate.admit(request, client, Scope.READ, actor -> connections(request));
    }

    private Response connections(Request request) {
        return Responses.asked(request, query -> page(query));
    }

    private byte[] page(Query query) {
        Listing page = rollcall.hub()
                .list(
                        target(query).test(rollcall.currentVersion()),
                        query.whole("limit", DEFAULT_LIMIT, MAX_LIMIT),
                        cursor(query));
        Cursor next = page.next();
        return StatsJson.page(
                page.connections().stream().map(ConnectionInfo::of).toList(), next == null ? null : next.text());
    }

    private static Target target(Query query) {
        Target target = Target.all();
        String route = query.first("route");
        String match = query.first("match");
        if (route != null) {
            target = target.and(RoutePatterns.target(route, match == null ? "prefix" : match));
        }
        String version = query.first("version");
        if (version != null) {
            target = target.and(Target.versions(Set.of(version)));
        }
        String user = query.first("user");
        if (user != null) {
            target = target.and(Target.users(Set.of(user)));
        }
        return isOutdated(query.first("outdated")) ? target.and(Target.outdated()) : target;
    }

    private static boolean isOutdated(@Nullable String value) {
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.isEmpty() || value.equals("true")) {
            return true;
        }
        throw new IllegalArgumentException("outdated: not a truth value (expected: true or false)");
    }

    private static @Nullable Cursor cursor(Query query) {
        String text = query.first("cursor");
        if (text == null || text.isEmpty()) {
            return null;
        }
        Cursor cursor = Cursor.parse(text);
        if (cursor == null) {
            throw new IllegalArgumentException("cursor: not one of ours (expected: the cursor of the page before)");
        }
        return cursor;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Cursor;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.Listing;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.match.VersionOrder;
import dev.rollcall.core.match.WorkLimit;
import dev.rollcall.core.stats.ConnectionInfo;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.command.TargetJson;
import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.json.StatsJson;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The list of connections, page by page, narrowed by a query. Thread-safe. */
final class ConnectionQuery {

    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 10_000;

    private final Hub hub;
    private final VersionOrder order;
    private final Timer timer;

    ConnectionQuery(Hub hub, VersionOrder order, Timer timer) {
        this.timer = timer;
        this.hub = hub;
        this.order = order;
    }

    /**
     * Returns the page that a query asks for.
     *
     * @param asker looking ends when they have gone
     * @throws IllegalArgumentException saying what in the query does not fit
     */
    byte[] answer(Query query, Asker asker) {
        Predicate<Connection> target =
                new WorkLimit<>(target(query).compile(order), timer, WorkLimit.DEFAULT, asker::hasLeft);
        Listing listing = hub.list(target, query.whole("limit", DEFAULT_LIMIT, MAX_LIMIT), cursor(query));
        Cursor next = listing.next();
        return StatsJson.page(
                listing.connections().stream().map(ConnectionInfo::of).toList(), next == null ? null : next.text());
    }

    private static Target target(Query query) {
        String route = query.first("route");
        Target target = route == null ? Target.all() : TargetJson.route(route, query.first("match"));
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

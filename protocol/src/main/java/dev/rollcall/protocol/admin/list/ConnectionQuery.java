// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.list;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.Internals;
import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.connection.Cursor;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.Listing;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.match.VersionOrder;
import dev.rollcall.core.match.WorkLimit;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.command.TargetJson;
import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.json.StatsJson;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The list of connections of all nodes, page by page, narrowed by a query. Thread-safe. */
public final class ConnectionQuery {

    /** The names of the parameters that a query may have. */
    public static final Set<String> PARAMETERS =
            Set.of("route", "match", "version", "user", "id", "outdated", "limit", "cursor");

    private static final String TOPIC = "connections";
    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 10_000;

    /** The least and the largest number of connections to ask one node for at once. */
    private static final int LEAST_OF_ONE = 50;

    private static final int MOST_OF_ONE = 1_000;

    private final Hub hub;
    private final Cluster cluster;
    private final VersionOrder order;
    private final Timer timer;

    /**
     * Lists the connections of a cluster.
     *
     * @param threads run what other nodes ask
     */
    public ConnectionQuery(Internals core, Executor threads) {
        this.timer = core.timer();
        this.hub = core.hub();
        this.cluster = core.cluster();
        this.order = core.releases().order();
        cluster.answer(TOPIC, question -> CompletableFuture.supplyAsync(() -> answer(question), threads));
    }

    /**
     * Returns the page that a query asks for, without nodes that do not answer within a second.
     *
     * @param raw the query as it came
     * @param asker the search stops when they have gone
     * @throws IllegalArgumentException saying what in the query does not fit
     */
    public CompletionStage<byte[]> answer(Query query, String raw, Asker asker) {
        int limit = query.whole("limit", DEFAULT_LIMIT, MAX_LIMIT);
        String cursor = query.first("cursor");
        if (cluster.isAlone()) {
            Listing listing = list(query, limit, cursor, asker);
            Cursor next = listing.next();
            List<ConnectionInfo> found =
                    listing.connections().stream().map(ConnectionInfo::of).toList();
            return CompletableFuture.completedStage(StatsJson.page(found, next == null ? null : next.text(), 0, 0));
        }
        ClusterCursor from = ClusterCursor.parse(cursor == null ? "" : cursor);
        if (from == null) {
            throw misfit();
        }
        return ask(query, raw, limit, from, asker);
    }

    private CompletionStage<byte[]> ask(Query query, String raw, int limit, ClusterCursor from, Asker asker) {
        List<NodeId> nodes = cluster.nodes().stream().map(NodeCard::node).toList();
        int each = Math.min(limit, Math.min(MOST_OF_ONE, Math.max(LEAST_OF_ONE, 2 * limit / nodes.size())));
        Map<NodeId, ConnectionPage> pages = new ConcurrentHashMap<>();
        pages.put(cluster.self(), ConnectionPage.of(list(query, each, from.of(cluster.self()), asker)));
        CompletableFuture<?>[] others = nodes.stream()
                .filter(node -> !node.equals(cluster.self()))
                .map(node -> cluster.ask(node, TOPIC, question(raw, each, from.of(node)))
                        .thenAccept(answer -> pages.put(node, ConnectionPage.read(answer)))
                        .exceptionally(failure -> null)
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(others).thenApply(done -> {
            ConnectionMerge merge = new ConnectionMerge(pages, from, limit);
            return StatsJson.page(merge.connections(), merge.cursor(), nodes.size(), pages.size());
        });
    }

    /** Of two parameters with one name the first counts. */
    private static byte[] question(String raw, int limit, String cursor) {
        return ("limit=" + limit + "&cursor=" + cursor + "&" + raw).getBytes(UTF_8);
    }

    private byte[] answer(byte[] question) {
        Query query = Query.parse(new String(question, UTF_8));
        int limit = query.whole("limit", MOST_OF_ONE, MOST_OF_ONE);
        return ConnectionPage.of(list(query, limit, query.first("cursor"), new Asker()))
                .write();
    }

    private Listing list(Query query, int limit, @Nullable String cursor, Asker asker) {
        Predicate<Connection> target =
                new WorkLimit<>(target(query).compile(order), timer, WorkLimit.DEFAULT, asker::hasLeft);
        return hub.list(target, limit, cursor(cursor));
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
        String id = query.first("id");
        if (id != null) {
            target = target.and(Target.ids(Set.of(id)));
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
        throw new IllegalArgumentException("outdated: not a boolean (expected: true or false)");
    }

    private static @Nullable Cursor cursor(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        Cursor cursor = Cursor.parse(text);
        if (cursor == null) {
            throw misfit();
        }
        return cursor;
    }

    private static IllegalArgumentException misfit() {
        return new IllegalArgumentException("cursor: not one of ours (expected: the cursor of the page before)");
    }
}

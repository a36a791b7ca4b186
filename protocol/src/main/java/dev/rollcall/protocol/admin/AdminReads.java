// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.Internals;
import dev.rollcall.core.journal.JournalStatus;
import dev.rollcall.core.rollout.AuditList;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.admin.list.ConnectionQuery;
import dev.rollcall.protocol.admin.rollout.Gates;
import dev.rollcall.protocol.admin.rollout.ReceiptFeed;
import dev.rollcall.protocol.deployment.DeploymentCheck;
import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.json.HistoryJson;
import dev.rollcall.protocol.json.JsonWriter;
import dev.rollcall.protocol.json.StatsJson;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What people and CI can read: stats, connections, the past, releases, the audit list, nodes, metrics. Thread-safe. */
final class AdminReads {

    private static final Set<String> NO_PARAMETERS = Set.of();
    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_AUDIT = AuditList.MAX_ENTRIES;

    private final Internals core;
    private final AdminGate gate;
    private final ProtocolOptions options;
    private final DeploymentCheck deployment;
    private final ConnectionQuery connections;
    private final RefusalQuery refusals;
    private final Gates gates;
    private final ReceiptFeed receipts;
    private final long started;

    AdminReads(Internals core, AdminGate gate, ProtocolOptions options, DeploymentCheck deployment, Executor threads) {
        this.core = core;
        this.gate = gate;
        this.options = options;
        this.deployment = deployment;
        this.connections = new ConnectionQuery(core, threads);
        this.refusals = new RefusalQuery(core);
        this.gates = new Gates(core);
        this.receipts = new ReceiptFeed(core);
        this.started = core.timer().ticks();
    }

    /** {@code GET /health}, {@code GET /health/ready}. No secret: they say nothing about people. 503 when not ok. */
    Response health(boolean ok) {
        JsonWriter json = new JsonWriter(128).beginObject().name("ok").value(ok);
        json.name("version").value(core.releases().currentVersion());
        json.name("uptime").value(uptimeSeconds());
        json.name("journal").value(journal(core.journal().status()));
        return Responses.json(ok ? 200 : 503, json.endObject().toBytes());
    }

    /**
     * Without a working journal a server still serves its tabs but refuses commands: no reason to take it out of
     * service.
     */
    private static String journal(JournalStatus status) {
        if (status.trouble() != null) {
            return "failing";
        }
        return status.lasting() ? "ok" : "memory";
    }

    /** {@code GET /metrics}. */
    CompletionStage<Response> metrics(AdminRequest asked) {
        return gate.admit(asked, Scope.READ, actor -> AdminGate.now(metrics()));
    }

    /** {@code GET /metrics}, when everybody may read them. */
    CompletionStage<Response> publicMetrics(AdminRequest asked) {
        return AdminGate.now(metrics());
    }

    private Response metrics() {
        Supplier<String> metrics = options.metrics();
        return metrics == null
                ? Responses.error(404, "this server keeps no metrics")
                : Responses.text("text/plain; version=0.0.4; charset=utf-8", metrics.get());
    }

    /** {@code GET /admin/stats}. Parameters are ignored: its callers may have been written for 1.x. */
    CompletionStage<Response> stats(AdminRequest asked) {
        return gate.admit(
                asked,
                Scope.READ,
                actor -> core.snapshots().readAll().thenApply(stats -> Responses.json(200, StatsJson.object(stats))));
    }

    /** {@code GET /admin/connections}. */
    CompletionStage<Response> connections(AdminRequest asked) {
        return readLater(
                asked,
                ConnectionQuery.PARAMETERS,
                query -> connections.answer(query, asked.request().query(), asked.asker()));
    }

    /** {@code GET /admin/history}. */
    CompletionStage<Response> history(AdminRequest asked) {
        return read(
                asked,
                Set.of("since"),
                query -> HistoryJson.withGaps(core.history().since(since(query.first("since")))));
    }

    /** {@code GET /admin/releases}. */
    CompletionStage<Response> releases(AdminRequest asked) {
        return readLater(
                asked,
                NO_PARAMETERS,
                query -> core.snapshots()
                        .readAll()
                        .thenApply(stats -> AdminJson.releases(core.releases().list(), stats)));
    }

    /** {@code GET /admin/audit}. */
    CompletionStage<Response> audit(AdminRequest asked) {
        return read(asked, Set.of("limit"), query -> {
            int most = query.whole("limit", DEFAULT_LIMIT, MAX_AUDIT);
            return AdminJson.audit(core.commands().audit().list(most));
        });
    }

    /**
     * {@code GET /admin/commands}: the receipts of commands that make tabs reload; with {@code seen}, once they have
     * changed.
     */
    CompletionStage<Response> receipts(AdminRequest asked) {
        return withQuery(asked, query -> receipts.list(query, asked.asker()::hasLeft));
    }

    /** {@code GET /admin/commands/<id>}; with {@code seen}, once it has changed. */
    CompletionStage<Response> receipt(AdminRequest asked, String id) {
        return withQuery(asked, query -> {
            CompletionStage<Response> found = receipts.one(id, query, asked.asker()::hasLeft);
            return found == null ? AdminGate.now(unknownCommand()) : found;
        });
    }

    static Response unknownCommand() {
        return Responses.error(
                404, "command: unknown (expected: the id of a command of the last seven days that makes tabs reload)");
    }

    /** {@code GET /admin/gate}: answers once the condition holds. */
    CompletionStage<Response> gate(AdminRequest asked) {
        return withQuery(asked, query -> gates.await(query, asked.asker()::hasLeft));
    }

    /** {@code GET /admin/refusals}: what was turned down, the last of each kind. */
    CompletionStage<Response> refusals(AdminRequest asked) {
        return readLater(asked, NO_PARAMETERS, query -> refusals.answer());
    }

    /** {@code GET /admin/deployment}. */
    CompletionStage<Response> deployment(AdminRequest asked) {
        return readLater(asked, NO_PARAMETERS, query -> deployment.report());
    }

    /** {@code GET /admin/nodes}. */
    CompletionStage<Response> nodes(AdminRequest asked) {
        return read(
                asked,
                NO_PARAMETERS,
                query -> AdminJson.nodes(core.cluster().nodes(), core.cluster().coverage()));
    }

    private CompletionStage<Response> read(AdminRequest asked, Set<String> parameters, Function<Query, byte[]> find) {
        return readLater(asked, parameters, query -> CompletableFuture.completedStage(find.apply(query)));
    }

    private CompletionStage<Response> readLater(
            AdminRequest asked, Set<String> parameters, Function<Query, CompletionStage<byte[]>> find) {
        return withQuery(asked, query -> {
            query.refuseUnknown(parameters);
            return find.apply(query).thenApply(json -> Responses.json(200, json));
        });
    }

    /** Answers a query, now or later; 400 with the reason when it is invalid. */
    private CompletionStage<Response> withQuery(AdminRequest asked, Function<Query, CompletionStage<Response>> find) {
        return gate.admit(asked, Scope.READ, actor -> {
            Query query = Query.parse(asked.request().query());
            String malformed = query.malformed();
            if (malformed != null) {
                return AdminGate.now(Responses.error(400, malformed));
            }
            try {
                return find.apply(query);
            } catch (IllegalArgumentException e) {
                return AdminGate.now(Responses.error(400, String.valueOf(e.getMessage())));
            }
        });
    }

    private long uptimeSeconds() {
        return (core.timer().ticks() - started) / 1000;
    }

    private static long since(@Nullable String value) {
        try {
            return value == null || value.isEmpty() ? 0 : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("since: not a whole number (expected: milliseconds since the epoch)", e);
        }
    }
}

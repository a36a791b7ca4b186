// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.rollout.Commands;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.command.OrderJson;
import dev.rollcall.protocol.deployment.ReleaseEvidence;
import dev.rollcall.protocol.deployment.ReleaseEvidence.Judgement;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How people and CI give commands: reads an order, gives it or counts what it would reach, writes the outcome.
 * Thread-safe.
 */
final class AdminCommands {

    private static final Set<String> RELEASE_FIELDS = Set.of("version", "force", "dryRun", "unseen");
    private static final Set<String> COMMAND_FIELDS = Set.of("action", "target", "message", "dryRun");
    private static final Set<String> LATER_FIELDS = Set.of("spread", "deadline");

    private final Commands commands;
    private final AdminGate gate;
    private final ReleaseEvidence evidence;
    private final Executor thread;

    /** @param thread where a release goes on when other nodes have said what they know of its version */
    AdminCommands(Commands commands, AdminGate gate, ReleaseEvidence evidence, Executor thread) {
        this.thread = thread;
        this.commands = commands;
        this.gate = gate;
        this.evidence = evidence;
    }

    /** {@code POST /admin/releases}. */
    CompletionStage<Response> release(AdminRequest asked) {
        return gate.admit(
                asked,
                Scope.COMMAND,
                actor -> evidence.judge(body(asked)).thenComposeAsync(judged -> release(asked, actor, judged), thread));
    }

    private CompletionStage<Response> release(AdminRequest asked, Actor actor, Judgement judged) {
        String refusal = judged.refusal();
        return refusal == null
                ? given(
                        asked,
                        actor,
                        RELEASE_FIELDS,
                        AdminCommands::releaseOrder,
                        outcome -> AdminJson.release(outcome, judged.warning()))
                : AdminGate.now(Responses.error(409, refusal));
    }

    private static Order releaseOrder(Map<String, @Nullable Object> body) {
        OrderJson.flag(body, "unseen"); // it was judged already, unless it is no truth value
        return OrderJson.release(body);
    }

    /** Returns what a request says; nothing when it is not JSON, which is for {@link #given} to answer. */
    private static Map<String, @Nullable Object> body(AdminRequest asked) {
        Map<String, @Nullable Object> body =
                asked.request().isJson() ? JsonTree.read(asked.request().body()) : null;
        return body == null ? Map.of() : body;
    }

    /** {@code POST /admin/commands}. */
    CompletionStage<Response> command(AdminRequest asked) {
        return gate.admit(
                asked,
                Scope.COMMAND,
                actor -> given(asked, actor, COMMAND_FIELDS, OrderJson::command, AdminJson::command));
    }

    /** Returns the secret in the body of a request, where 1.x clients put it; null when there is none. */
    static @Nullable String secretInBody(AdminRequest asked) {
        return body(asked).get("secret") instanceof String secret ? secret : null;
    }

    /** {@code POST /admin/invalidate-route}. Fields that are not known do not matter. */
    CompletionStage<Response> invalidateRoute(AdminRequest asked) {
        return gate.admit(
                asked,
                Scope.COMMAND,
                actor -> given(asked, actor, null, OrderJson::invalidateRoute, AdminJson::invalidated));
    }

    /** @param understood the fields that are understood; null when others do not matter */
    private CompletionStage<Response> given(
            AdminRequest asked,
            Actor actor,
            @Nullable Set<String> understood,
            Function<Map<String, @Nullable Object>, Order> read,
            Function<Outcome, byte[]> write) {
        if (!asked.request().isJson()) {
            return AdminGate.now(Responses.error(415, "content type (expected: application/json)"));
        }
        Map<String, @Nullable Object> body = JsonTree.read(asked.request().body());
        if (body == null) {
            return AdminGate.now(Responses.error(400, "body: not a JSON object (expected: {\"...\":...})"));
        }
        try {
            refuseUnknown(body, understood);
            Order order = read.apply(body);
            boolean dryRun = OrderJson.flag(body, "dryRun");
            CompletionStage<Outcome> outcome = dryRun ? commands.dryRun(order, actor) : commands.give(order, actor);
            return outcome.thenApply(known -> Responses.json(200, write.apply(known)))
                    .exceptionally(failure -> gate.notKept(asked, failure));
        } catch (IllegalArgumentException e) {
            return AdminGate.now(Responses.error(400, String.valueOf(e.getMessage())));
        }
    }

    private static void refuseUnknown(Map<String, @Nullable Object> body, @Nullable Set<String> known) {
        for (String name : body.keySet()) {
            if (LATER_FIELDS.contains(name)) {
                throw new IllegalArgumentException(name + ": not available yet (expected: leave it out)");
            }
            if (known != null && !known.contains(name)) {
                throw new IllegalArgumentException("body: holds an unknown field (expected: any of "
                        + String.join(", ", new TreeSet<>(known)) + ")");
            }
        }
    }
}

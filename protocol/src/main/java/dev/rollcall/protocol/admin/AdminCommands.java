// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.rollout.Commands;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.command.OrderJson;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How people and CI give commands: reads an order, gives it or counts what it would reach, writes the outcome.
 * Thread-safe.
 */
final class AdminCommands {

    private static final Set<String> RELEASE_FIELDS = Set.of("version", "force", "dryRun");
    private static final Set<String> COMMAND_FIELDS = Set.of("action", "target", "message", "dryRun");
    private static final Set<String> LATER_FIELDS = Set.of("spread", "deadline");

    private final Commands commands;
    private final AdminGate gate;

    AdminCommands(Commands commands, AdminGate gate) {
        this.commands = commands;
        this.gate = gate;
    }

    /** {@code POST /admin/releases}. */
    CompletionStage<Response> release(AdminRequest asked) {
        return gate.admit(
                asked,
                Scope.COMMAND,
                actor -> given(asked, actor, RELEASE_FIELDS, OrderJson::release, AdminJson::release));
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
        Map<String, @Nullable Object> body =
                asked.request().isJson() ? JsonTree.read(asked.request().body()) : null;
        return body != null && body.get("secret") instanceof String secret ? secret : null;
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
